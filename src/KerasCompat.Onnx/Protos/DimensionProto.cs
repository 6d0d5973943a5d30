using KerasCompat.SavedModel.Wire;

namespace KerasCompat.Onnx.Protos;

/// <summary>A size of a shape (<c>TensorShapeProto.Dimension</c>); unknown where neither a number nor a name is given.</summary>
internal sealed class DimensionProto : IWireMessage, IWireReadable
{
    public long? DimValue { get; set; }

    /// <summary>The name of a size that is not known; equal names are equal sizes.</summary>
    public string? DimParam { get; set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                DimValue = reader.Int64();
                break;
            case 2:
                DimParam = reader.String();
                break;
            default:
                throw reader.Unknown(nameof(DimensionProto));
        }
    }

    /// <inheritdoc/>
    public void WriteTo(WireWriter writer)
    {
        if (DimValue is { } value)
        {
            writer.AnyInt64(1, value);
        }

        if (DimParam is { } name)
        {
            writer.AnyString(2, name);
        }
    }
}
