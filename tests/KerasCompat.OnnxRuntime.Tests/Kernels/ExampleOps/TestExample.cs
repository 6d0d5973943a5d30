using System.Text;
using Google.Protobuf;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.ExampleOps;

/// <summary>Writes a serialized <c>tf.Example</c> (tensorflow/core/example/example.proto, feature.proto).</summary>
internal sealed class TestExample
{
    private readonly List<byte> _features = [];

    public TestExample Floats(string name, params float[] values) => Add(name, 2, Message(output =>
    {
        // One by one, as old writers did.
        foreach (float value in values)
        {
            output.WriteTag(1, WireFormat.WireType.Fixed32);
            output.WriteFloat(value);
        }
    }));

    public TestExample Integers(string name, params long[] values) => Add(name, 3, Message(output =>
    {
        output.WriteTag(1, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Message(packed =>
        {
            foreach (long value in values)
            {
                packed.WriteInt64(value);
            }
        })));
    }));

    public TestExample Texts(string name, params string[] values) => Add(name, 1, Message(output =>
    {
        foreach (string value in values)
        {
            output.WriteTag(1, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFromUtf8(value));
        }
    }));

    public byte[] Write() => Message(output => Field(output, 1, [.. _features]));

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream))
        {
            write(output);
        }

        return stream.ToArray();
    }

    private static void Field(CodedOutputStream output, int number, byte[] message)
    {
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(message));
    }

    private TestExample Add(string name, int kind, byte[] list)
    {
        byte[] entry = Message(output =>
        {
            Field(output, 1, Encoding.UTF8.GetBytes(name));
            Field(output, 2, Message(feature => Field(feature, kind, list)));
        });
        _features.AddRange(Message(output => Field(output, 1, entry)));
        return this;
    }
}
