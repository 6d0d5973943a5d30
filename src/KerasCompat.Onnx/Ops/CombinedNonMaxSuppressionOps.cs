using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Non-max suppression by class for a batch, and the best of all classes (tensorflow/core/kernels/image/non_max_suppression_op.cc).</summary>
internal static class CombinedNonMaxSuppressionOps
{
    /// <summary>
    /// Inputs: boxes [batch, boxes, 1 or classes, 4], scores [batch, boxes, classes], most per class, most in all, overlap and score thresholds.
    /// Outputs, filled up with zeros: boxes, scores, classes, and how many there are.
    /// </summary>
    [TfOp("CombinedNonMaxSuppression")]
    public static void CombinedNonMaxSuppression(OpContext op)
    {
        OnnxValue scores = op.Transpose(op.Input(1), 0, 2, 1);
        OnnxValue shape = op.Shape(scores), batch = op.Slice(shape, 0, 1), classes = op.Slice(shape, 1, 1), count = op.Slice(shape, 2, 1);

        // One row of candidates for each class of each image, with boxes of its own.
        OnnxValue wide = op.Expand(op.Input(0), op.Concat(0, op.Longs(1, 1), classes, op.Longs(1)));
        OnnxValue boxes = op.Transpose(wide, 0, 2, 1, 3);
        OnnxValue rows = op.Mul(batch, classes);
        OnnxValue selected = op.Emit(
            "NonMaxSuppression",
            op.ReshapeTo(boxes, op.Concat(0, rows, count, op.Longs(4))),
            op.ReshapeTo(scores, op.Concat(0, rows, op.Longs(1), count)),
            op.Reshape(op.Cast(op.Input(2), DType.Int64), 1),
            op.Reshape(op.Input(4), 1),
            op.Reshape(op.Input(5), 1));

        OnnxValue flat = op.Reshape(scores, -1);
        OnnxValue index = op.Add(op.Mul(Column(op, selected, 0), count), Column(op, selected, 2));
        OnnxValue nothing = op.Fill(op.Shape(flat), DType.Float32, double.NegativeInfinity);
        OnnxValue kept = op.Emit("ScatterElements", nothing, index, op.Gather(flat, index));
        OnnxValue perImage = op.Mul(classes, count);
        OnnxValue candidates = op.ReshapeTo(kept, op.Concat(0, batch, perImage));
        OnnxValue wanted = Wanted(op, classes), found = op.Emit("Min", wanted, perImage);
        OnnxValue[] best = op.EmitMany("TopK", 2, new OnnxAttributes { ["axis"] = -1L }, candidates, found);
        OnnxValue valid = op.Emit("Greater", best[0], op.Scalar(DType.Float32, double.NegativeInfinity)), zero = op.Scalar(DType.Float32, 0);
        OnnxValue missing = op.Sub(wanted, found), none = op.Longs(0);

        OnnxValue coordinates = op.Emit(
            "GatherND", new OnnxAttributes { ["batch_dims"] = 1L }, op.ReshapeTo(boxes, op.Concat(0, batch, perImage, op.Longs(4))), op.Unsqueeze(best[1], 2));
        OnnxValue clipped = op.Attributes.Bool("clip_boxes", true) ? op.Emit("Clip", coordinates, zero, op.Scalar(DType.Float32, 1)) : coordinates;
        OnnxValue category = op.Cast(op.Div(best[1], count), DType.Float32);
        op.Output(0, op.Emit("Pad", op.Where(op.Unsqueeze(valid, 2), clipped, zero), op.Concat(0, none, none, none, none, missing, none), zero));
        op.Output(1, op.Emit("Pad", op.Where(valid, best[0], zero), op.Concat(0, none, none, none, missing), zero));
        op.Output(2, op.Emit("Pad", op.Where(valid, category, zero), op.Concat(0, none, none, none, missing), zero));
        op.Output(3, op.Reduce("ReduceSum", op.Cast(valid, DType.Int32), [1], keepDims: false));
    }

    /// <summary>How many boxes each image gets, as a vector of one.</summary>
    private static OnnxValue Wanted(OpContext op, OnnxValue classes)
    {
        OnnxValue total = op.Reshape(op.Cast(op.Input(3), DType.Int64), 1);
        return op.Attributes.Bool("pad_per_class", false)
            ? op.Emit("Min", total, op.Mul(op.Reshape(op.Cast(op.Input(2), DType.Int64), 1), classes))
            : total;
    }

    private static OnnxValue Column(OpContext op, OnnxValue selected, long column) =>
        op.Squeeze(op.Slice(selected, [column], [column + 1], [1]), 1);
}
