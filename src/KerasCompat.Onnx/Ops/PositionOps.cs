using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Ops on positions and orders of axes (tensorflow/core/ops/array_ops.cc, nn_ops.cc).</summary>
internal static class PositionOps
{
    /// <summary>The n-th smallest, or largest, of each row.</summary>
    [TfOp("NthElement")]
    public static void NthElement(OpContext op)
    {
        OnnxValue n = op.ToVector(op.Input(1));
        var attributes = new OnnxAttributes { ["axis"] = -1L, ["largest"] = op.Attributes.Bool("reverse", false) ? 1L : 0L };
        OnnxValue[] found = op.EmitMany("TopK", 2, attributes, op.Input(0), op.Add(n, op.Longs(1)));
        op.Output(op.Gather(found[0], op.ToScalar(n), -1));
    }

    /// <summary>The exact answer where TensorFlow may give an approximate one.</summary>
    [TfOp("ApproxTopK")]
    public static void ApproxTopK(OpContext op)
    {
        var attributes = new OnnxAttributes { ["axis"] = op.Attributes.Int("reduction_dimension", -1), ["largest"] = op.Attributes.Bool("is_max_k", true) ? 1L : 0L };
        OnnxValue[] found = op.EmitMany("TopK", 2, attributes, op.Input(0), op.Longs(op.Attributes.Int("k", 1)));
        op.Output(0, found[0]);
        op.Output(1, op.Cast(found[1], DType.Int32));
    }

    /// <summary>Positions in a tensor that is read row by row as one number per axis, the axes first.</summary>
    [TfOp("UnravelIndex")]
    public static void UnravelIndex(OpContext op)
    {
        OnnxValue rest = op.Input(0), dims = op.Input(1);
        if (dims.Shape is not [{ IsKnown: true } count])
        {
            throw op.Refuse("the number of axes is not known");
        }

        var parts = new OnnxValue?[count.Value];
        for (int i = parts.Length - 1; i >= 0; i--)
        {
            OnnxValue size = op.Element(dims, i);
            parts[i] = op.Unsqueeze(i == 0 ? rest : op.Emit("Mod", rest, DivisionOps.Divisor(op, size)), 0);
            rest = op.Div(rest, size);
        }

        op.Output(op.Concat(0, parts));
    }

    /// <summary>The elements of a shape, or the rows of paddings, of one image layout in the order of another.</summary>
    [TfOp("DataFormatVecPermute")]
    public static void VecPermute(OpContext op)
    {
        string from = Format(op, "src_format", "NHWC"), to = Format(op, "dst_format", "NCHW");
        if (op.Input(0).Shape is not [{ IsKnown: true } count, ..])
        {
            throw op.Refuse("the number of axes is not known");
        }

        if (count.Value == from.Length - 2)
        {
            from = Spatial(from);
            to = Spatial(to);
        }

        op.Output(op.Gather(op.Input(0), op.Longs([.. to.Select(axis => (long)from.IndexOf(axis, StringComparison.Ordinal))])));
    }

    /// <summary>The place of an axis of one image layout in another.</summary>
    [TfOp("DataFormatDimMap")]
    public static void DimMap(OpContext op)
    {
        string from = Format(op, "src_format", "NHWC"), to = Format(op, "dst_format", "NCHW");
        OnnxValue places = op.Constant(Constants.Integers(op.Input(0).DType, [.. from.Select(axis => (long)to.IndexOf(axis, StringComparison.Ordinal))]));
        op.Output(op.Gather(places, op.Input(0)));
    }

    /// <summary>Rows of a tensor replaced, or changed by, others.</summary>
    [TfOp("InplaceUpdate", "InplaceAdd", "InplaceSub")]
    public static void Inplace(OpContext op)
    {
        OnnxValue target = op.Input(0), rows = op.Reshape(op.Cast(op.Input(1), DType.Int64), -1), values = op.Input(2);
        op.Output(op.Node.Op switch
        {
            "InplaceUpdate" => op.Emit("ScatterND", target, op.Unsqueeze(rows, 1), values),
            "InplaceAdd" => op.CombineRows(target, rows, values, "add"),
            _ => op.CombineRows(target, rows, op.Sub(op.Scalar(values.DType, 0), values), "add"),
        });
    }

    private static string Format(OpContext op, string name, string defaultValue) => op.Attributes.String(name, defaultValue);

    private static string Spatial(string format) => format.Replace("N", "", StringComparison.Ordinal).Replace("C", "", StringComparison.Ordinal);
}
