using KerasCompat.SavedModel.Wire;

namespace KerasCompat.Onnx.Protos;

/// <summary>A constant.</summary>
internal sealed class TensorProto : IWireMessage, IWireReadable
{
    /// <summary>The shape.</summary>
    public IReadOnlyList<long> Dims { get; set; } = [];

    public DataType DataType { get; set; }

    /// <summary>The elements of a tensor of strings.</summary>
    public List<ReadOnlyMemory<byte>> StringData { get; } = [];

    public string Name { get; set; } = "";

    /// <summary>The elements of a tensor of others, little-endian.</summary>
    public ReadOnlyMemory<byte> RawData { get; set; }

    /// <summary>Where the elements lie outside of the model: location, offset and length.</summary>
    public List<StringStringEntryProto> ExternalData { get; } = [];

    public DataLocation DataLocation { get; set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Dims = reader.VarintOrPacked(Dims);
                break;
            case 2:
                DataType = (DataType)reader.Int32();
                break;
            case 6:
                StringData.Add(reader.Bytes());
                break;
            case 8:
                Name = reader.String();
                break;
            case 9:
                RawData = reader.Bytes();
                break;
            case 13:
                ExternalData.Add(reader.Message(new StringStringEntryProto()));
                break;
            case 14:
                DataLocation = (DataLocation)reader.Int32();
                break;
            default:
                throw reader.Unknown(nameof(TensorProto));
        }
    }

    /// <inheritdoc/>
    public void WriteTo(WireWriter writer)
    {
        writer.PackedInt64(1, Dims);
        writer.Int64(2, (int)DataType);

        for (int i = 0; i < StringData.Count; i++)
        {
            writer.AnyBytes(6, StringData[i].Span);
        }

        writer.String(8, Name);
        writer.Bytes(9, RawData.Span);
        writer.Messages(13, ExternalData);
        writer.Int64(14, (int)DataLocation);
    }
}
