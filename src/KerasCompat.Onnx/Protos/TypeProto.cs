using KerasCompat.SavedModel.Wire;

namespace KerasCompat.Onnx.Protos;

/// <summary>The type of a value: of these two one.</summary>
internal sealed class TypeProto : IWireMessage, IWireReadable
{
    public TensorTypeProto? TensorType { get; set; }

    public SequenceTypeProto? SequenceType { get; set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                TensorType = reader.Message(new TensorTypeProto());
                break;
            case 4:
                SequenceType = reader.Message(new SequenceTypeProto());
                break;
            default:
                throw reader.Unknown(nameof(TypeProto));
        }
    }

    /// <inheritdoc/>
    public void WriteTo(WireWriter writer)
    {
        writer.Message(1, TensorType);
        writer.Message(4, SequenceType);
    }
}
