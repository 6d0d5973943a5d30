using KerasCompat.SavedModel.Wire;

namespace KerasCompat.Onnx.Ops.Xla;

/// <summary>
/// The numbers of dimensions that XLA's ops have as a serialized message: DotDimensionNumbers, ConvolutionDimensionNumbers, GatherDimensionNumbers,
/// ScatterDimensionNumbers (xla/xla_data.proto). All their fields are integers or lists of them.
/// </summary>
internal sealed class DimensionNumbers : IWireReadable
{
    private readonly Dictionary<int, List<long>> _fields = [];

    private DimensionNumbers()
    {
    }

    /// <summary>Reads the attribute of a node.</summary>
    public static DimensionNumbers Of(OpContext op)
    {
        try
        {
            return new WireReader(WireSlice.Of(op.Attributes.Bytes("dimension_numbers"), "")).ReadAll(new DimensionNumbers());
        }
        catch (ModelFormatException e)
        {
            throw op.Refuse("its dimension numbers are no valid message: " + e.Problem);
        }
    }

    /// <summary>A list.</summary>
    /// <param name="field">The field's number.</param>
    public int[] List(int field) => _fields.TryGetValue(field, out List<long>? values) ? [.. values.Select(value => checked((int)value))] : [];

    /// <summary>A number, which is 0 where it is left out.</summary>
    /// <param name="field">The field's number.</param>
    public int One(int field) => List(field) is [.., var last] ? last : 0;

    /// <inheritdoc/>
    public void ReadField(WireReader reader) => _fields[reader.Field] = reader.VarintOrPacked(_fields.GetValueOrDefault(reader.Field));
}
