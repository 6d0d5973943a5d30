using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Losses and scores (tensorflow/core/ops/nn_ops.cc); models that were saved with their evaluation have them.</summary>
internal static class LossOps
{
    [TfOp("L2Loss")]
    public static void L2Loss(OpContext op)
    {
        OnnxValue input = op.Input(0);
        op.Output(op.Mul(op.Emit("ReduceSum", new OnnxAttributes { ["keepdims"] = 0L }, op.Mul(input, input)), op.Scalar(input.DType, 0.5)));
    }

    /// <summary>Outputs: -sum(labels * log(softmax)) of each row, and its gradient softmax - labels.</summary>
    [TfOp("SoftmaxCrossEntropyWithLogits")]
    public static void SoftmaxCrossEntropy(OpContext op)
    {
        OnnxValue labels = op.Input(1), logarithm = Logarithm(op);
        op.Output(0, op.Emit("Neg", op.Reduce("ReduceSum", op.Mul(labels, logarithm), [1], keepDims: false)));
        op.Output(1, op.Sub(op.Emit("Exp", logarithm), labels));
    }

    /// <summary>The same with the index of each row's label.</summary>
    [TfOp("SparseSoftmaxCrossEntropyWithLogits")]
    public static void SparseSoftmaxCrossEntropy(OpContext op)
    {
        OnnxValue labels = op.Cast(op.Input(1), DType.Int64), logarithm = Logarithm(op);
        OnnxValue values = op.Concat(0, op.Reshape(op.Scalar(logarithm.DType, 0), 1), op.Reshape(op.Scalar(logarithm.DType, 1), 1));
        OnnxValue hot = op.Emit("OneHot", new OnnxAttributes { ["axis"] = -1L }, labels, op.Size(logarithm, 1), values);
        op.Output(0, op.Emit("Neg", op.Squeeze(op.Emit("GatherElements", new OnnxAttributes { ["axis"] = 1L }, logarithm, op.Unsqueeze(labels, 1)), 1)));
        op.Output(1, op.Sub(op.Emit("Exp", logarithm), hot));
    }

    private static OnnxValue Logarithm(OpContext op) => op.Emit("LogSoftmax", new OnnxAttributes { ["axis"] = 1L }, op.Input(0));
}
