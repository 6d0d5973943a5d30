using KerasCompat.SavedModel.Wire;

namespace KerasCompat.Onnx.Protos;

/// <summary>The type of a list of values (<c>TypeProto.Sequence</c>).</summary>
internal sealed class SequenceTypeProto : IWireMessage, IWireReadable
{
    /// <summary>The type of each.</summary>
    public TypeProto? ElemType { get; set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                ElemType = reader.Message(new TypeProto());
                break;
            default:
                throw reader.Unknown(nameof(SequenceTypeProto));
        }
    }

    /// <inheritdoc/>
    public void WriteTo(WireWriter writer)
    {
        writer.Message(1, ElemType);
    }
}
