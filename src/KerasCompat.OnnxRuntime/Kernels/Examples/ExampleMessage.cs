using System.Text;
using KerasCompat.SavedModel.Wire;

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
            for (var reader = new WireReader(WireSlice.Of(serialized, "")); reader.Find(1);)
            {
                long outer = reader.Enter();
                while (reader.Find(1))
                {
                    if (Entry(reader, Feature.Read) is ({ } name, { } feature))
                    {
                        features[name] = feature;
                    }
                }

                reader.Leave(outer);
            }
        }
        catch (ModelFormatException e)
        {
            throw KernelContext.Refuse($"could not parse example input {index}: {e.Problem}");
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
            for (var reader = new WireReader(WireSlice.Of(serialized, "")); reader.Find(2);)
            {
                long outer = reader.Enter();
                while (reader.Find(1))
                {
                    (string name, List<Feature?>? features) = Entry(reader, List);
                    lists[name] = features ?? [];
                }

                reader.Leave(outer);
            }
        }
        catch (ModelFormatException e)
        {
            throw KernelContext.Refuse($"could not parse sequence example input {index}: {e.Problem}");
        }

        return lists;
    }

    private static List<Feature?> List(WireReader reader)
    {
        var features = new List<Feature?>();
        long outer = reader.Enter();
        while (reader.Find(1))
        {
            features.Add(Feature.Read(reader));
        }

        reader.Leave(outer);
        return features;
    }

    /// <summary>An entry of a map; names need not be UTF-8.</summary>
    private static (string Name, T? Value) Entry<T>(WireReader reader, Func<WireReader, T?> read)
        where T : class
    {
        string name = "";
        T? value = null;
        long outer = reader.Enter();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = Encoding.UTF8.GetString(reader.Bytes().Span);
                    break;
                case 2:
                    value = read(reader);
                    break;
            }
        }

        reader.Leave(outer);
        return (name, value);
    }
}
