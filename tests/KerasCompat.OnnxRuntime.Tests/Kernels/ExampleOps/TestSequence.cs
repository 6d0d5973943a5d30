using Google.Protobuf;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.ExampleOps;

/// <summary>Writes a <c>tf.SequenceExample</c>: a context and lists of features, each of which is the only one of a <see cref="TestExample"/>.</summary>
internal sealed class TestSequence
{
    private readonly List<byte> _lists = [];
    private byte[] _context = [];

    public TestSequence Context(TestExample context)
    {
        // The field of the context is that of an example's features.
        _context = context.Write();
        return this;
    }

    public TestSequence Floats(string name, params float[][] steps) => Add(name, steps.Select(step => Only(new TestExample().Floats("", step))));

    public TestSequence Integers(string name, params long[][] steps) => Add(name, steps.Select(step => Only(new TestExample().Integers("", step))));

    public TestSequence Texts(string name, params string[][] steps) => Add(name, steps.Select(step => Only(new TestExample().Texts("", step))));

    /// <summary>A list of features given as messages; empty ones have no kind.</summary>
    public TestSequence Add(string name, IEnumerable<byte[]> features)
    {
        byte[] list = [.. features.SelectMany(feature => Field(1, feature))];
        _lists.AddRange(Field(1, [.. Field(1, System.Text.Encoding.UTF8.GetBytes(name)), .. Field(2, list)]));
        return this;
    }

    public byte[] Write() => [.. _context, .. Field(2, [.. _lists])];

    /// <summary>The message of the only feature.</summary>
    public static byte[] Only(TestExample example)
    {
        CodedInputStream features = Bytes(new CodedInputStream(example.Write()), 1).CreateCodedInput();
        return Bytes(Bytes(features, 1).CreateCodedInput(), 2).ToByteArray();
    }

    private static ByteString Bytes(CodedInputStream input, int field)
    {
        while (input.ReadTag() >> 3 != field)
        {
            input.SkipLastField();
        }

        return input.ReadBytes();
    }

    private static byte[] Field(int number, byte[] value)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            output.WriteTag(number, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(value));
        }

        return bytes.ToArray();
    }
}
