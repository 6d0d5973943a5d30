using KerasCompat.SavedModel.Wire;

namespace KerasCompat.Onnx.Protos;

/// <summary>
/// An ONNX model (onnx/onnx.proto), with those fields of all its messages that are written here. One with others is not read, so that nothing is
/// lost where it is written again.
/// </summary>
internal sealed class ModelProto : IWireMessage, IWireReadable
{
    /// <summary>The version of ONNX' file format.</summary>
    public long IrVersion { get; set; }

    public string ProducerName { get; set; } = "";

    public string ProducerVersion { get; set; } = "";

    public GraphProto Graph { get; set; } = new();

    public List<OperatorSetIdProto> OpsetImport { get; } = [];

    public List<StringStringEntryProto> MetadataProps { get; } = [];

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                IrVersion = reader.Int64();
                break;
            case 2:
                ProducerName = reader.String();
                break;
            case 3:
                ProducerVersion = reader.String();
                break;
            case 7:
                Graph = reader.Message(new GraphProto());
                break;
            case 8:
                OpsetImport.Add(reader.Message(new OperatorSetIdProto()));
                break;
            case 14:
                MetadataProps.Add(reader.Message(new StringStringEntryProto()));
                break;
            default:
                throw reader.Unknown(nameof(ModelProto));
        }
    }

    /// <inheritdoc/>
    public void WriteTo(WireWriter writer)
    {
        writer.Int64(1, IrVersion);
        writer.String(2, ProducerName);
        writer.String(3, ProducerVersion);
        writer.Message(7, Graph);
        writer.Messages(8, OpsetImport);
        writer.Messages(14, MetadataProps);
    }

    /// <summary>Reads a model; bytes of tensors stay where they lie.</summary>
    /// <exception cref="ModelFormatException">It is damaged, or has fields that no model has that is written here.</exception>
    public static ModelProto Parse(ReadOnlyMemory<byte> bytes) => new WireReader(WireSlice.Of(bytes, "")).ReadAll(new ModelProto());

    /// <summary>The model as the bytes of an ONNX file.</summary>
    public byte[] ToByteArray() => WireWriter.ToArray(this);

    /// <summary>Writes the model as an ONNX file.</summary>
    public void WriteTo(Stream output) => WireWriter.Write(this, output);
}
