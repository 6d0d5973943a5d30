using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Ops that make tensors of a given size (tensorflow/core/ops/array_ops.cc, math_ops.cc).</summary>
internal static class FillingOps
{
    [TfOp("Fill")]
    public static void Fill(OpContext op)
    {
        OnnxValue value = op.Input(1), shape = op.Cast(op.Input(0), DType.Int64);
        op.Output(value.Constant is { ElementCount: 1 } constant && value.DType != DType.BFloat16
            ? op.Emit("ConstantOfShape", new OnnxAttributes { ["value"] = new SavedModel.Graph.ConstantTensor(constant.DType, [1], constant.Bytes) }, shape)
            : op.Expand(value, shape));
    }

    [TfOp("ZerosLike")]
    public static void ZerosLike(OpContext op) => op.Output(op.Fill(op.Shape(op.Input(0)), op.Input(0).DType, 0));

    [TfOp("OnesLike")]
    public static void OnesLike(OpContext op) => op.Output(op.Fill(op.Shape(op.Input(0)), op.Input(0).DType, 1));

    [TfOp("Empty")]
    public static void Empty(OpContext op) => op.Output(op.Fill(op.Input(0), op.Attributes.Type("dtype"), 0));

    /// <summary>What a branch that has no such value returns; nobody reads it.</summary>
    [TfOp("FakeParam")]
    public static void FakeParam(OpContext op)
    {
        TensorShape shape = op.Attributes.Shape("shape");
        op.Output(op.Fill(op.Longs([.. shape.HasRank ? shape.Dimensions.Select(size => Math.Max(size, 0)) : []]), op.Attributes.Type("dtype"), 0));
    }

    [TfOp("Range")]
    public static void Range(OpContext op) => op.Output(op.Emit("Range", op.ToScalar(op.Input(0)), op.ToScalar(op.Input(1)), op.ToScalar(op.Input(2))));

    /// <summary>The last element is exactly the stop value (tensorflow/core/kernels/sequence_ops.cc).</summary>
    [TfOp("LinSpace")]
    public static void LinSpace(OpContext op)
    {
        OnnxValue start = op.Input(0), stop = op.Input(1), count = op.ToScalar(op.Cast(op.Input(2), DType.Int64));
        DType type = start.DType;
        OnnxValue positions = op.Range(count);
        OnnxValue last = op.Sub(count, op.Long(1));
        OnnxValue step = op.Div(op.Sub(stop, start), op.Cast(op.Emit("Max", last, op.Long(1)), type));
        OnnxValue values = op.Add(start, op.Mul(step, op.Cast(positions, type)));
        OnnxValue isLast = op.Emit("And", op.Emit("Equal", positions, last), op.Emit("Greater", last, op.Long(0)));
        op.Output(op.Where(isLast, stop, values));
    }

    [TfOp("Tile")]
    public static void Tile(OpContext op) => op.Output(op.Emit("Tile", op.Input(0), op.Cast(op.Input(1), DType.Int64)));

    /// <summary>Compares with 0, 1, 2, ...; ONNX' own OneHot takes negative indices from the end, where TensorFlow has no position.</summary>
    [TfOp("OneHot")]
    public static void OneHot(OpContext op)
    {
        OnnxValue indices = op.Input(0), on = op.ToScalar(op.Input(2)), off = op.ToScalar(op.Input(3));
        if (indices.DType is not (DType.Int32 or DType.Int64))
        {
            indices = op.Cast(indices, DType.Int32);
        }

        long axis = op.Attributes.Int("axis", -1);
        OnnxValue positions = op.Cast(op.Range(op.ToScalar(op.Cast(op.Input(1), DType.Int64))), indices.DType);
        if (axis >= 0)
        {
            int trailing = op.Rank(indices) - (int)axis;
            positions = op.Unsqueeze(positions, Axes.Range(1, trailing));
        }

        OnnxValue hit = op.Emit("Equal", op.Unsqueeze(indices, axis), positions);
        bool plain = on.Constant is { } one && off.Constant is { } zero && on.DType != DType.Bool
            && Constants.ToFloats(one)[0] == 1 && Constants.ToFloats(zero)[0] == 0;
        op.Output(plain ? op.Cast(hit, on.DType) : op.Where(hit, on, off));
    }
}
