using KerasCompat.SavedModel.Wire;

namespace KerasCompat.Onnx.Protos;

/// <summary>The type of a tensor (<c>TypeProto.Tensor</c>).</summary>
internal sealed class TensorTypeProto : IWireMessage, IWireReadable
{
    public DataType ElemType { get; set; }

    /// <summary>Null where not even its rank is known.</summary>
    public TensorShapeProto? Shape { get; set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                ElemType = (DataType)reader.Int32();
                break;
            case 2:
                Shape = reader.Message(new TensorShapeProto());
                break;
            default:
                throw reader.Unknown(nameof(TensorTypeProto));
        }
    }

    /// <inheritdoc/>
    public void WriteTo(WireWriter writer)
    {
        writer.Int64(1, (int)ElemType);
        writer.Message(2, Shape);
    }
}
