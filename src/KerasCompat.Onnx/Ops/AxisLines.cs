using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// A tensor seen along one axis, where the axis or the rank shows at run time only: what stands before the axis is one axis, what stands behind
/// it another. So an op whose axis is an attribute in ONNX is written for axis 1 of three.
/// </summary>
internal sealed class AxisLines
{
    private readonly OpContext _op;
    private readonly OnnxValue _before;
    private readonly OnnxValue _size;
    private readonly OnnxValue _behind;

    /// <param name="op">The op.</param>
    /// <param name="value">The tensor.</param>
    /// <param name="axis">The axis, a tensor of one integer; negative when counted from the end.</param>
    public AxisLines(OpContext op, OnnxValue value, OnnxValue axis)
    {
        _op = op;
        OnnxValue shape = op.Shape(value), given = op.ToVector(axis);
        OnnxValue at = op.Where(op.Emit("Less", given, op.Longs(0)), op.Add(given, op.Shape(shape)), given), next = op.Add(at, op.Longs(1));
        _before = op.Emit("Slice", shape, op.Longs(0), at, op.Longs(0));
        _size = op.Gather(shape, at);
        _behind = op.Emit("Slice", shape, next, op.Longs(long.MaxValue), op.Longs(0));
        Value = op.ReshapeTo(value, op.Concat(0, op.ProductOf(_before), _size, op.ProductOf(_behind)));
    }

    /// <summary>[before, along the axis, behind].</summary>
    public OnnxValue Value { get; }

    /// <summary>A result [before, along the axis, behind] in the tensor's own shape.</summary>
    public OnnxValue WithAxis(OnnxValue result) => _op.ReshapeTo(result, _op.Concat(0, _before, _size, _behind));

    /// <summary>A result [before, behind] in the tensor's shape without the axis.</summary>
    public OnnxValue WithoutAxis(OnnxValue result) => _op.ReshapeTo(result, _op.Concat(0, _before, _behind));
}
