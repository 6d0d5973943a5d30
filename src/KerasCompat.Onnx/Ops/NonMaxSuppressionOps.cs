using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Boxes that do not overlap much, best first (tensorflow/core/kernels/image/non_max_suppression_op.cc).</summary>
internal static class NonMaxSuppressionOps
{
    /// <summary>Inputs: boxes [boxes, (y1, x1, y2, x2)], scores, the largest number wanted, and from V2 on thresholds. Both libraries compare strictly.</summary>
    [TfOp("NonMaxSuppression", "NonMaxSuppressionV2", "NonMaxSuppressionV3")]
    public static void NonMaxSuppression(OpContext op) => op.Output(op.Cast(Select(op), DType.Int32));

    /// <summary>Also outputs how many were found, and fills up with zeros when asked to.</summary>
    [TfOp("NonMaxSuppressionV4")]
    public static void NonMaxSuppressionV4(OpContext op)
    {
        OnnxValue selected = Select(op), count = op.Shape(selected);
        op.Output(0, op.Cast(Fill(op, selected, count), DType.Int32));
        op.Output(1, op.Cast(op.Squeeze(count, 0), DType.Int32));
    }

    /// <summary>Also outputs the scores.</summary>
    [TfOp("NonMaxSuppressionV5")]
    public static void NonMaxSuppressionV5(OpContext op)
    {
        if (op.ConstantOrNull(5) is not { } sigma || Constants.ToFloats(sigma) is not [0])
        {
            throw op.Refuse("soft_nms_sigma is not zero");
        }

        OnnxValue selected = Select(op), count = op.Shape(selected);
        op.Output(0, op.Cast(Fill(op, selected, count), DType.Int32));
        op.Output(1, Fill(op, op.Gather(op.Input(1), selected), count));
        op.Output(2, op.Cast(op.Squeeze(count, 0), DType.Int32));
    }

    private static OnnxValue Select(OpContext op)
    {
        OnnxValue boxes = op.Unsqueeze(op.Cast(op.Input(0), DType.Float32), 0);
        OnnxValue scores = op.Unsqueeze(op.Cast(op.Input(1), DType.Float32), 0, 1);
        OnnxValue overlap = op.InputCount > 3 ? op.Input(3) : op.Scalar(DType.Float32, op.Attributes.Float("iou_threshold", 0.5f));
        OnnxValue? least = op.InputCount > 4 ? Threshold(op, op.Input(4)) : null;
        OnnxValue selected = op.Emit(
            "NonMaxSuppression", boxes, scores, op.Reshape(op.Cast(op.Input(2), DType.Int64), 1), Threshold(op, overlap), least);
        return op.Squeeze(op.Slice(selected, [2], [3], [1]), 1);
    }

    private static OnnxValue Threshold(OpContext op, OnnxValue value) => op.Reshape(op.Cast(value, DType.Float32), 1);

    private static OnnxValue Fill(OpContext op, OnnxValue selected, OnnxValue count)
    {
        if (!op.Attributes.Bool("pad_to_max_output_size", false))
        {
            return selected;
        }

        OnnxValue missing = op.Sub(op.Reshape(op.Cast(op.Input(2), DType.Int64), 1), count);
        return op.Emit("Pad", selected, op.Concat(0, op.Longs(0), missing), op.Scalar(selected.DType, 0));
    }
}
