using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>What is known of a column of categories.</summary>
internal sealed class CategoricalSpec : IWireReadable
{
    public long NumberOfUniqueValues { get; private set; }

    /// <summary>Whether the categories are numbers, which have no names.</summary>
    public bool IsAlreadyIntegerized { get; private set; }

    /// <summary>The numbers of the categories by their names.</summary>
    public Dictionary<string, long> Items { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 2:
                NumberOfUniqueValues = reader.Int64();
                break;
            case 5:
                IsAlreadyIntegerized = reader.Bool();
                break;
            case 7:
                ReadItem(reader);
                break;
        }
    }

    /// <summary>An entry of a map, whose value is a <c>VocabValue</c>.</summary>
    private void ReadItem(WireReader reader)
    {
        string name = "";
        long index = 0;
        long outer = reader.Enter();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.String();
                    break;
                case 2:
                    index = ReadIndex(reader);
                    break;
            }
        }

        reader.Leave(outer);
        Items[name] = index;
    }

    private static long ReadIndex(WireReader reader)
    {
        long index = 0;
        long outer = reader.Enter();
        while (reader.Find(1))
        {
            index = reader.Int64();
        }

        reader.Leave(outer);
        return index;
    }
}
