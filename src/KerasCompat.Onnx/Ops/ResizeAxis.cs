using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// How one dimension of an image is resized: the sizes before and after, and the step between samples in float32 as TensorFlow
/// computes it (tensorflow/core/util/image_resizer_state.h, <c>CalculateResizeScale</c>).
/// </summary>
internal sealed class ResizeAxis
{
    private readonly OpContext _op;
    private readonly bool _alignCorners;

    /// <param name="op">The op.</param>
    /// <param name="image">The image, in ONNX' order.</param>
    /// <param name="dimension">0 for the height, 1 for the width.</param>
    /// <param name="sizes">The new height and width.</param>
    /// <param name="alignCorners">Whether the outermost samples lie on the outermost pixels.</param>
    public ResizeAxis(OpContext op, OnnxValue image, int dimension, OnnxValue sizes, bool alignCorners = false)
    {
        _op = op;
        sizes.Shape ??= [2];
        _alignCorners = alignCorners;
        Dim known = image.Shape is { } shape ? shape[dimension + 2] : Dim.Unknown();
        In = op.Size(image, dimension + 2);
        Out = op.Cast(op.Squeeze(op.Slice(sizes, dimension, 1), 0), DType.Int64);
        KnownIn = known.IsKnown ? known.Value : null;
        KnownOut = sizes.Elements is { } elements && dimension < elements.Length && elements[dimension].IsKnown ? elements[dimension].Value : null;
        Multiple = KnownIn is { } before && KnownOut is { } after
            ? before > 0 && after % before == 0 ? after / before : null
            : AffineSize.Of(sizes, dimension, known) is { Factor: > 0, Offset: 0 } affine ? affine.Factor : null;
    }

    /// <summary>The sizes, as 64-bit scalars.</summary>
    public OnnxValue In { get; }

    public OnnxValue Out { get; }

    public long? KnownIn { get; }

    public long? KnownOut { get; }

    /// <summary>How many times larger the result is, where that is known to be an integer.</summary>
    public long? Multiple { get; }

    /// <summary>The distance between samples in pixels of the image, float32.</summary>
    public OnnxValue Scale => KnownIn is { } before && KnownOut is { } after
        ? _op.Constant(Single(_alignCorners && after > 1 ? (before - 1) / (float)(after - 1) : before / (float)after))
        : _alignCorners ? AlignedScale() : Quotient(In, Out);

    /// <summary>0, 1, 2... for each sample, float32.</summary>
    public OnnxValue Samples => _op.Cast(_op.Emit("Range", _op.Long(0), Out, _op.Long(1)), DType.Float32);

    /// <summary>0, 1, 2... for each pixel of the image, float32.</summary>
    public OnnxValue Pixels => _op.Cast(_op.Emit("Range", _op.Long(0), In, _op.Long(1)), DType.Float32);

    /// <summary>The last pixel's index, float32.</summary>
    public OnnxValue LastPixel => _op.Cast(_op.Sub(In, _op.Long(1)), DType.Float32);

    private OnnxValue AlignedScale()
    {
        OnnxValue one = _op.Long(1);
        OnnxValue steps = _op.Emit("Max", _op.Sub(Out, one), one);
        return _op.Where(_op.Emit("Greater", Out, one), Quotient(_op.Sub(In, one), steps), Quotient(In, Out));
    }

    private OnnxValue Quotient(OnnxValue dividend, OnnxValue divisor) =>
        _op.Div(_op.Cast(dividend, DType.Float32), _op.Cast(divisor, DType.Float32));

    private static ConstantTensor Single(float value) => Constants.FromFloats(DType.Float32, [value], []);
}
