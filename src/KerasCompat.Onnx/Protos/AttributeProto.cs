using KerasCompat.SavedModel.Wire;

namespace KerasCompat.Onnx.Protos;

/// <summary>An attribute of a node. Its type says which of the fields is its value.</summary>
internal sealed class AttributeProto : IWireMessage, IWireReadable
{
    public string Name { get; set; } = "";

    public float F { get; set; }

    public long I { get; set; }

    /// <summary>Text; ONNX allows any bytes, which no operator takes that is written here.</summary>
    public string S { get; set; } = "";

    public TensorProto? T { get; set; }

    public GraphProto? G { get; set; }

    public IReadOnlyList<float> Floats { get; set; } = [];

    public IReadOnlyList<long> Ints { get; set; } = [];

    public List<string> Strings { get; } = [];

    public AttributeType Type { get; set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Name = reader.String();
                break;
            case 2:
                F = reader.Float();
                break;
            case 3:
                I = reader.Int64();
                break;
            case 4:
                S = reader.String();
                break;
            case 5:
                T = reader.Message(new TensorProto());
                break;
            case 6:
                G = reader.Message(new GraphProto());
                break;
            case 7:
                Floats = reader.FloatOrPacked(Floats);
                break;
            case 8:
                Ints = reader.VarintOrPacked(Ints);
                break;
            case 9:
                Strings.Add(reader.String());
                break;
            case 20:
                Type = (AttributeType)reader.Int32();
                break;
            default:
                throw reader.Unknown(nameof(AttributeProto));
        }
    }

    /// <inheritdoc/>
    public void WriteTo(WireWriter writer)
    {
        writer.String(1, Name);
        writer.Float(2, F);
        writer.Int64(3, I);
        writer.String(4, S);
        writer.Message(5, T);
        writer.Message(6, G);
        writer.Floats(7, Floats);
        writer.Int64s(8, Ints);
        writer.Strings(9, Strings);
        writer.Int64(20, (int)Type);
    }
}
