using KerasCompat.SavedModel.Wire;

namespace KerasCompat.Onnx.Protos;

/// <summary>A shape.</summary>
internal sealed class TensorShapeProto : IWireMessage, IWireReadable
{
    public List<DimensionProto> Dim { get; } = [];

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Dim.Add(reader.Message(new DimensionProto()));
                break;
            default:
                throw reader.Unknown(nameof(TensorShapeProto));
        }
    }

    /// <inheritdoc/>
    public void WriteTo(WireWriter writer)
    {
        writer.Messages(1, Dim);
    }
}
