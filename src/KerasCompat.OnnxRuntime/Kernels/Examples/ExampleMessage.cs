using System.Text;
using Google.Protobuf;

namespace KerasCompat.OnnxRuntime.Kernels.Examples;

/// <summary>Reads serialized <c>tf.Example</c> and <c>tf.SequenceExample</c> messages (tensorflow/core/example/example.proto).</summary>
internal static class ExampleMessage
{
    /// <summary>The features by name.</summary>
    /// <exception cref="KernelException">The bytes are no such message.</exception>
    public static Dictionary<string, Feature> Parse(ReadOnlyMemory<byte> serialized, int index)
    {
        var features = new Dictionary<string, Feature>(StringComparer.Ordinal);
        try
        {
            CodedInputStream example = UnsafeByteOperations.UnsafeWrap(serialized).CreateCodedInput();
            ForEachField(example, 1, map => ForEachField(map.CreateCodedInput(), 1, entry => AddEntry(features, entry)));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw KernelContext.Refuse($"could not parse example input {index}: {e.Message}");
        }

        return features;
    }

    /// <summary>The lists of features of a <c>SequenceExample</c> by name; null stands for a feature without a kind.</summary>
    /// <exception cref="KernelException">The bytes are no such message.</exception>
    public static Dictionary<string, List<Feature?>> ParseLists(ReadOnlyMemory<byte> serialized, int index)
    {
        var lists = new Dictionary<string, List<Feature?>>(StringComparer.Ordinal);
        try
        {
            CodedInputStream example = UnsafeByteOperations.UnsafeWrap(serialized).CreateCodedInput();
            ForEachField(example, 2, map => ForEachField(map.CreateCodedInput(), 1, entry =>
            {
                (string name, ByteString value) = Entry(entry);
                var features = new List<Feature?>();
                ForEachField(value.CreateCodedInput(), 1, feature => features.Add(Feature.Parse(feature)));
                lists[name] = features;
            }));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw KernelContext.Refuse($"could not parse sequence example input {index}: {e.Message}");
        }

        return lists;
    }

    private static void AddEntry(Dictionary<string, Feature> features, ByteString entry)
    {
        (string name, ByteString value) = Entry(entry);
        if (Feature.Parse(value) is { } feature)
        {
            features[name] = feature;
        }
    }

    private static (string Name, ByteString Value) Entry(ByteString entry)
    {
        string name = "";
        ByteString value = ByteString.Empty;
        CodedInputStream input = entry.CreateCodedInput();
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch (tag)
            {
                case (1 << 3) | 2:
                    name = Encoding.UTF8.GetString(input.ReadBytes().Span);
                    break;
                case (2 << 3) | 2:
                    value = input.ReadBytes();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return (name, value);
    }

    private static void ForEachField(CodedInputStream input, int number, Action<ByteString> found)
    {
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (tag == (uint)((number << 3) | 2))
            {
                found(input.ReadBytes());
            }
            else
            {
                input.SkipLastField();
            }
        }
    }
}
