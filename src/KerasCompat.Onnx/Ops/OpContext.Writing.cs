using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Ops;

/// <summary>The vocabulary that mappings share: constants, casts, shapes, axes, reductions, broadcasting.</summary>
internal sealed partial class OpContext
{
    public OnnxValue Emit(string opType, params OnnxValue?[] inputs) => Scope.Node(opType, inputs);

    public OnnxValue Emit(string opType, OnnxAttributes attributes, params OnnxValue?[] inputs) => Scope.Node(opType, inputs, attributes);

    public OnnxValue[] EmitMany(string opType, int outputs, OnnxAttributes? attributes, params OnnxValue?[] inputs) =>
        Scope.NodeOutputs(opType, inputs, outputs, attributes);

    public OnnxValue Constant(ConstantTensor tensor) => Scope.Constant(tensor);

    /// <summary>A vector of 64-bit integers.</summary>
    public OnnxValue Longs(params ReadOnlySpan<long> values) => Scope.Longs(values);

    public OnnxValue Long(long value) => Scope.Constant(Constants.Integers(DType.Int64, [value], scalar: true));

    /// <summary>A scalar of any numeric type.</summary>
    public OnnxValue Scalar(DType dtype, double value) => Scope.Constant(Constants.Scalar(dtype, value));

    public OnnxValue Cast(OnnxValue value, DType dtype) => Emit("Cast", new OnnxAttributes { ["to"] = (long)dtype.ToOnnx() }, value);

    public OnnxValue Transpose(OnnxValue value, params long[] perm) => Emit("Transpose", new OnnxAttributes { ["perm"] = perm }, value);

    public OnnxValue Reshape(OnnxValue value, params long[] shape) => Emit("Reshape", value, Longs(shape));

    /// <summary>Reshapes to a shape computed at run time, in which 0 means none and not "as before".</summary>
    public OnnxValue ReshapeTo(OnnxValue value, OnnxValue shape) =>
        shape.Elements is { } sizes && Array.TrueForAll(sizes, s => s.IsKnown && s.Value != 0)
            ? Emit("Reshape", value, Cast(shape, DType.Int64))
            : Emit("Reshape", new OnnxAttributes { ["allowzero"] = 1L }, value, Cast(shape, DType.Int64));

    /// <summary>A scalar, or a tensor of one element, as a vector of one 64-bit integer.</summary>
    public OnnxValue ToVector(OnnxValue scalar) => Reshape(Cast(scalar, DType.Int64), 1);

    /// <summary>A tensor of one element as a scalar.</summary>
    public OnnxValue ToScalar(OnnxValue value) => value.Rank == 0 ? value : Emit("Reshape", value, Longs());

    /// <summary>One element of a vector, as a scalar.</summary>
    public OnnxValue Element(OnnxValue vector, long index) => Gather(vector, Long(index));

    /// <summary>0, 1, ... up to a 64-bit scalar.</summary>
    public OnnxValue Range(OnnxValue count) => Emit("Range", Long(0), count, Long(1));

    /// <summary>The elements along some axes in reverse.</summary>
    public OnnxValue Reversed(OnnxValue value, params long[] axes)
    {
        OnnxValue minusOne = Longs([.. Enumerable.Repeat(-1L, axes.Length)]);
        return Emit("Slice", value, minusOne, Longs([.. Enumerable.Repeat(-long.MaxValue, axes.Length)]), Longs(axes), minusOne);
    }

    /// <summary>Adds rows (or combines them by another reduction of ScatterElements) to the rows of a tensor at the given 64-bit positions.</summary>
    public OnnxValue CombineRows(OnnxValue target, OnnxValue positions, OnnxValue rows, string how)
    {
        OnnxValue everywhere = target.Rank == 1 ? positions : Expand(AlongRows(positions, rows), Shape(rows));
        return Scattered(target, everywhere, rows, 0, how);
    }

    /// <summary>A vector with one element for each row of a tensor, in a shape that broadcasts to it.</summary>
    public OnnxValue AlongRows(OnnxValue vector, OnnxValue rows) => rows.Rank is { } rank
        ? Unsqueeze(vector, Axes.Range(1, rank - 1))
        : ReshapeTo(vector, Concat(0, Shape(vector), Fill(Sub(Shape(Shape(rows)), Longs(1)), DType.Int64, 1)));

    /// <summary>ScatterElements with a reduction, which ONNX Runtime lacks for the narrow floats.</summary>
    public OnnxValue Scattered(OnnxValue target, OnnxValue positions, OnnxValue values, long axis, string how)
    {
        DType type = target.DType, computed = type is DType.Float16 or DType.BFloat16 ? DType.Float32 : type;
        var attributes = new OnnxAttributes { ["axis"] = axis, ["reduction"] = how };
        return Cast(Emit("ScatterElements", attributes, Cast(target, computed), positions, Cast(values, computed)), type);
    }

    /// <summary>The permutation that undoes another.</summary>
    public static long[] Inverse(long[] perm)
    {
        var inverse = new long[perm.Length];
        for (int i = 0; i < perm.Length; i++)
        {
            inverse[perm[i]] = i;
        }

        return inverse;
    }

    public OnnxValue Unsqueeze(OnnxValue value, params long[] axes) => axes.Length == 0 ? value : Emit("Unsqueeze", value, Longs(axes));

    public OnnxValue Squeeze(OnnxValue value, params long[] axes) => axes.Length == 0 ? value : Emit("Squeeze", value, Longs(axes));

    /// <summary>The shape as 64-bit integers.</summary>
    public OnnxValue Shape(OnnxValue value) => Emit("Shape", value);

    /// <summary>One size as a 64-bit scalar.</summary>
    public OnnxValue Size(OnnxValue value, int axis) =>
        Emit("Squeeze", Slice(Shape(value), axis < 0 && value.Rank is { } rank ? axis + rank : axis, 1), Longs(0));

    /// <summary>A run of elements of a vector.</summary>
    public OnnxValue Slice(OnnxValue vector, long start, long count)
    {
        bool toEnd = start < 0 ? start + count >= 0 : count > long.MaxValue - start;
        return Emit("Slice", vector, Longs(start), Longs(toEnd ? long.MaxValue : start + count), Longs(0));
    }

    public OnnxValue Slice(OnnxValue value, long[] starts, long[] ends, long[] axes) =>
        Emit("Slice", value, Longs(starts), Longs(ends), Longs(axes));

    public OnnxValue Concat(long axis, params OnnxValue?[] values) => Emit("Concat", new OnnxAttributes { ["axis"] = axis }, values);

    /// <summary>ONNX takes positions of 32 and 64 bits.</summary>
    public OnnxValue Gather(OnnxValue data, OnnxValue indices, long axis = 0) =>
        Emit("Gather", new OnnxAttributes { ["axis"] = axis }, data, indices.DType is DType.Int32 or DType.Int64 ? indices : Cast(indices, DType.Int64));

    public OnnxValue Expand(OnnxValue value, OnnxValue shape) => Emit("Expand", value, Cast(shape, DType.Int64));

    /// <summary>A tensor of one value. The shape is a vector of 64-bit integers.</summary>
    public OnnxValue Fill(OnnxValue shape, DType dtype, double value) =>
        Emit("ConstantOfShape", new OnnxAttributes { ["value"] = Constants.Scalar(dtype, value) is var s ? new ConstantTensor(dtype, [1], s.Bytes) : null! }, Cast(shape, DType.Int64));

    /// <summary>A reduction along axes. They are written counted from the front: ONNX Runtime does not take others away from an empty tensor.</summary>
    public OnnxValue Reduce(string opType, OnnxValue value, long[] axes, bool keepDims)
    {
        if (value.Rank is { } rank)
        {
            axes = Array.ConvertAll(axes, a => a < 0 ? a + rank : a);
        }

        var attributes = new OnnxAttributes { ["keepdims"] = keepDims ? 1L : 0L };
        if (axes.Length == 0)
        {
            attributes["noop_with_empty_axes"] = 1L;
        }

        return Emit(opType, attributes, value, Longs(axes));
    }

    public OnnxValue Add(OnnxValue a, OnnxValue b) => Emit("Add", a, b);

    public OnnxValue Sub(OnnxValue a, OnnxValue b) => Emit("Sub", a, b);

    public OnnxValue Mul(OnnxValue a, OnnxValue b) => Emit("Mul", a, b);

    public OnnxValue Div(OnnxValue a, OnnxValue b) => Emit("Div", a, b);

    public OnnxValue Where(OnnxValue condition, OnnxValue yes, OnnxValue no) => Emit("Where", condition, yes, no);

    /// <summary>The rank of a value; refuses the node when it is not known.</summary>
    public int Rank(OnnxValue value) => value.Rank ?? throw Refuse("the rank of its input is not known");

    /// <summary>A non-negative axis; refuses the node when the rank is needed and not known, or the axis lies outside.</summary>
    public int Axis(long axis, OnnxValue value)
    {
        if (axis >= 0 && value.Rank is null)
        {
            return (int)axis;
        }

        int rank = Rank(value);
        return axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : throw Refuse($"axis {axis} lies outside a tensor of rank {rank}");
    }

    /// <summary>The sizes of the axes of a tensor behind as many as another has.</summary>
    public OnnxValue SizesBehind(OnnxValue value, OnnxValue leading) => leading.Rank is { } rank
        ? Slice(Shape(value), rank, long.MaxValue)
        : Emit("Slice", Shape(value), Shape(Shape(leading)), Longs(long.MaxValue), Longs(0));

    /// <summary>The product of sizes, a vector of one; 1 where there are none.</summary>
    public OnnxValue ProductOf(OnnxValue sizes) => sizes.Shape is [var count] && count.Is(1) ? sizes
        : Reduce("ReduceProd", sizes.Shape is [{ IsKnown: true, Value: > 0 }] ? sizes : Concat(0, Longs(1), sizes), [0], keepDims: true);

    /// <summary>All axes of a value.</summary>
    public long[] AllAxes(OnnxValue value) => Axes.Range(0, Rank(value));
}
