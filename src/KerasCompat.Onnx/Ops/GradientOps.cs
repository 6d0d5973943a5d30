using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// Gradients of activations (tensorflow/core/kernels/relu_op_functor.h, cwise_ops_gradients.h); models that explain themselves, and those saved
/// with a training step, compute them.
/// </summary>
internal static class GradientOps
{
    private const double SeluScale = 1.0507009873554804934193349852946, SeluScaledAlpha = 1.7580993408473768599402175208123;

    /// <summary>Inputs: gradients and the activation's input.</summary>
    [TfOp("ReluGrad", "Relu6Grad", "LeakyReluGrad", "SoftplusGrad", "SoftsignGrad")]
    public static void OfInput(OpContext op)
    {
        OnnxValue gradient = op.Input(0), x = op.Input(1), zero = Number(op, x, 0), one = Number(op, x, 1);
        OnnxValue positive = op.Emit("Greater", x, zero);
        op.Output(op.Node.Op switch
        {
            "ReluGrad" => op.Where(positive, gradient, zero),
            "Relu6Grad" => op.Where(op.Emit("And", positive, op.Emit("Less", x, Number(op, x, 6))), gradient, zero),
            "LeakyReluGrad" => op.Where(positive, gradient, op.Mul(gradient, Number(op, x, op.Attributes.Float("alpha", 0.2f)))),
            "SoftplusGrad" => op.Mul(gradient, op.Emit("Sigmoid", x)),
            _ => op.Add(op.Emit("Abs", x), one) is var divisor ? op.Div(gradient, op.Mul(divisor, divisor)) : gradient,
        });
    }

    /// <summary>Inputs: gradients and the activation's output.</summary>
    [TfOp("EluGrad", "SeluGrad")]
    public static void OfOutput(OpContext op)
    {
        OnnxValue gradient = op.Input(0), y = op.Input(1), negative = op.Emit("Less", y, Number(op, y, 0));
        op.Output(op.Node.Op == "EluGrad"
            ? op.Where(negative, op.Mul(gradient, op.Add(y, Number(op, y, 1))), gradient)
            : op.Mul(gradient, op.Where(negative, op.Add(y, Number(op, y, SeluScaledAlpha)), Number(op, y, SeluScale))));
    }

    /// <summary>Inputs: the function's output y, and gradients.</summary>
    [TfOp("SigmoidGrad", "TanhGrad", "SqrtGrad", "RsqrtGrad", "InvGrad", "ReciprocalGrad")]
    public static void OfFunction(OpContext op)
    {
        OnnxValue y = op.Input(0), gradient = op.Input(1), one = Number(op, y, 1), square = op.Mul(y, y);
        op.Output(op.Node.Op switch
        {
            "SigmoidGrad" => op.Mul(gradient, op.Mul(y, op.Sub(one, y))),
            "TanhGrad" => op.Mul(gradient, op.Sub(one, square)),
            "SqrtGrad" => op.Div(op.Mul(gradient, Number(op, y, 0.5)), y),
            "RsqrtGrad" => op.Mul(op.Mul(gradient, Number(op, y, -0.5)), op.Mul(square, y)),
            _ => op.Mul(op.Emit("Neg", gradient), square),
        });
    }

    /// <summary>The sum over everything but the channels.</summary>
    [TfOp("BiasAddGrad")]
    public static void BiasAddGrad(OpContext op)
    {
        OnnxValue gradient = op.Input(0);
        int rank = op.Rank(gradient), channels = op.Attributes.String("data_format", "NHWC").StartsWith("NC", StringComparison.Ordinal) ? 1 : rank - 1;
        op.Output(op.Reduce("ReduceSum", gradient, [.. op.AllAxes(gradient).Where(a => a != channels)], keepDims: false));
    }

    private static OnnxValue Number(OpContext op, OnnxValue like, double value) => op.Scalar(like.DType, value);
}
