using KerasCompat.Contracts;
using KerasCompat.SavedModel;
using KerasCompat.SavedModel.Protos;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.Onnx.Graph;

/// <summary>
/// How many bytes the constants of one model may have that its file does not: a few bytes can state a tensor of any size, of which one value is
/// repeated.
/// </summary>
internal sealed class RepeatedValues
{
    private const long MostBytes = 1L << 30;

    private readonly Dictionary<AttrValue, bool> _fits = new(ReferenceEqualityComparer.Instance);
    private long _left = MostBytes;

    /// <summary>What is wrong with one constant more; null when nothing is. A constant that was met before takes nothing more.</summary>
    public string? Problem(NodeDef constant)
    {
        if (!constant.Attr.TryGetValue("value", out AttrValue? value) || value.Tensor is not { Content.IsEmpty: true } tensor)
        {
            return null;
        }

        if (!_fits.TryGetValue(value, out bool fits))
        {
            long repeated = Repeated(tensor, value.Length);
            fits = repeated <= _left;
            _left -= fits ? repeated : 0;
            _fits.Add(value, fits);
        }

        return fits ? null : $"with this one, values of constants would be repeated to more than {MostBytes} bytes";
    }

    /// <summary>The bytes of a tensor that its message does not have; 0 where the shape is none, which is found out when it is read.</summary>
    private static long Repeated(TensorProto tensor, int length)
    {
        long size = tensor.DType == DType.String ? 2 * IntPtr.Size : TensorProtoUnpacking.ElementSize(tensor.DType);
        return tensor.Shape.IsFullyKnown && TensorProtoUnpacking.ElementCount(tensor.Shape) is { } count ? Math.Max((count * size) - length, 0) : 0;
    }
}
