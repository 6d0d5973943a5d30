using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Ops on each element by itself that ONNX has under its own name or a short formula.</summary>
internal static class ElementwiseOps
{
    private static readonly Dictionary<string, string> SameUnary = new(StringComparer.Ordinal)
    {
        ["Abs"] = "Abs", ["Neg"] = "Neg", ["Sign"] = "Sign", ["Ceil"] = "Ceil", ["Floor"] = "Floor", ["Exp"] = "Exp", ["Log"] = "Log", ["Sqrt"] = "Sqrt",
        ["Sin"] = "Sin", ["Cos"] = "Cos", ["Tan"] = "Tan", ["Sinh"] = "Sinh", ["Cosh"] = "Cosh", ["Tanh"] = "Tanh", ["Asin"] = "Asin", ["Acos"] = "Acos",
        ["Atan"] = "Atan", ["Asinh"] = "Asinh", ["Acosh"] = "Acosh", ["Atanh"] = "Atanh", ["Sigmoid"] = "Sigmoid", ["Softplus"] = "Softplus",
        ["Softsign"] = "Softsign", ["Erf"] = "Erf", ["Relu"] = "Relu", ["Elu"] = "Elu", ["LogicalNot"] = "Not", ["IsNan"] = "IsNaN", ["IsInf"] = "IsInf",
        ["Round"] = "Round", ["Rint"] = "Round", ["Reciprocal"] = "Reciprocal", ["Inv"] = "Reciprocal", ["Invert"] = "BitwiseNot",
    };

    /// <summary>Those that ONNX Runtime has for float32 only; float64 keeps its digits in a managed kernel.</summary>
    private static readonly HashSet<string> SingleOnly = new(StringComparer.Ordinal)
    {
        "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Cos", "Cosh", "Elu", "Erf", "Sinh", "Softplus", "Softsign", "Tan",
    };

    private static readonly Dictionary<string, string> SameBinary = new(StringComparer.Ordinal)
    {
        ["Add"] = "Add", ["AddV2"] = "Add", ["Sub"] = "Sub", ["Mul"] = "Mul",
        ["Less"] = "Less", ["LessEqual"] = "LessOrEqual", ["Greater"] = "Greater", ["GreaterEqual"] = "GreaterOrEqual",
        ["LogicalAnd"] = "And", ["LogicalOr"] = "Or", ["BitwiseAnd"] = "BitwiseAnd", ["BitwiseOr"] = "BitwiseOr", ["BitwiseXor"] = "BitwiseXor",
    };

    [TfOp(
        "Abs", "Neg", "Sign", "Ceil", "Floor", "Exp", "Log", "Sqrt", "Sin", "Cos", "Tan", "Sinh", "Cosh", "Tanh", "Asin", "Acos", "Atan", "Asinh", "Acosh",
        "Atanh", "Sigmoid", "Softplus", "Softsign", "Erf", "Relu", "Elu", "LogicalNot", "IsNan", "IsInf", "Reciprocal", "Inv", "Invert")]
    public static void Unary(OpContext op)
    {
        if (op.Input(0).DType == DType.Float64 && SingleOnly.Contains(op.Node.Op))
        {
            throw op.Refuse("ONNX Runtime computes it in float32 only");
        }

        op.Output(op.Emit(SameUnary[op.Node.Op], op.Input(0)));
    }

    /// <summary>Rounds half to even, as ONNX does; integers stay as they are.</summary>
    [TfOp("Round", "Rint")]
    public static void Round(OpContext op) => op.Output(op.Input(0).DType.IsInteger() ? op.Input(0) : op.Emit("Round", op.Input(0)));

    [TfOp(
        "Add", "AddV2", "Sub", "Mul", "Less", "LessEqual", "Greater", "GreaterEqual", "LogicalAnd", "LogicalOr", "BitwiseAnd",
        "BitwiseOr", "BitwiseXor")]
    public static void Binary(OpContext op) => op.Output(op.Emit(SameBinary[op.Node.Op], op.Input(0), op.Input(1)));

    [TfOp("Maximum", "Minimum")]
    public static void Extreme(OpContext op) =>
        op.Output(op.Node.Op == "Maximum" ? Extremes.Larger(op, op.Input(0), op.Input(1)) : Extremes.Smaller(op, op.Input(0), op.Input(1)));

    /// <summary>Division of floats; TensorFlow's RealDiv and Div of integers truncate like ONNX.</summary>
    [TfOp("RealDiv", "Div", "TruncateDiv")]
    public static void Divide(OpContext op) => op.Output(op.Input(0).DType.IsInteger() ? DivisionOps.Quotient(op, op.Input(0), op.Input(1)) : op.Div(op.Input(0), op.Input(1)));

    [TfOp("Rsqrt")]
    public static void Rsqrt(OpContext op) => op.Output(op.Emit("Reciprocal", op.Emit("Sqrt", op.Input(0))));

    [TfOp("Square")]
    public static void Square(OpContext op) => op.Output(op.Mul(op.Input(0), op.Input(0)));

    [TfOp("SquaredDifference")]
    public static void SquaredDifference(OpContext op)
    {
        OnnxValue difference = op.Sub(op.Input(0), op.Input(1));
        op.Output(op.Mul(difference, difference));
    }

    [TfOp("Relu6")]
    public static void Relu6(OpContext op) =>
        op.Output(op.Emit("Clip", op.Input(0), op.Scalar(op.Input(0).DType, 0), op.Scalar(op.Input(0).DType, 6)));

    [TfOp("LeakyRelu")]
    public static void LeakyRelu(OpContext op)
    {
        OnnxValue x = op.Input(0);
        float alpha = op.Attributes.Float("alpha", 0.2f);
        op.Output(x.DType == DType.Float64
            ? op.Where(op.Emit("Greater", x, op.Scalar(x.DType, 0)), x, op.Mul(x, op.Scalar(x.DType, alpha)))
            : op.Emit("LeakyRelu", new OnnxAttributes { ["alpha"] = alpha }, x));
    }

    /// <summary>Scale and alpha are constants of the op (tensorflow/core/kernels/relu_op_functor.h), the same as ONNX' defaults.</summary>
    [TfOp("Selu")]
    public static void Selu(OpContext op) =>
        op.Output(op.Input(0).DType == DType.Float64 ? throw op.Refuse("ONNX Runtime computes it in float32 only") : op.Emit("Selu", op.Input(0)));

    /// <summary>Equal and NotEqual; unequal shapes are an answer, not an error, when incompatible_shape_error is off.</summary>
    [TfOp("Equal", "NotEqual", Note = "incompatible_shape_error=false only for shapes of which is known whether they broadcast")]
    public static void Equal(OpContext op)
    {
        if (!op.Attributes.Bool("incompatible_shape_error", true) && AreIncompatible(op.Input(0).Shape, op.Input(1).Shape))
        {
            op.Output(op.Scalar(DType.Bool, op.Node.Op == "Equal" ? 0 : 1));
            return;
        }

        OnnxValue equal = op.Emit("Equal", op.Input(0), op.Input(1));
        op.Output(op.Node.Op == "Equal" ? equal : op.Emit("Not", equal));
    }

    private static bool AreIncompatible(Dim[]? left, Dim[]? right) => left is not null && right is not null
        && left.Reverse().Zip(right.Reverse()).Any(sizes => sizes is { First: { IsKnown: true, Value: not 1 } a, Second: { IsKnown: true, Value: not 1 } b } && a != b);

    /// <summary>ONNX Runtime's Pow of integers goes through float64; a power that is known is a few products, which keep all bits.</summary>
    [TfOp("Pow")]
    public static void Pow(OpContext op)
    {
        bool isKnown = op.Input(0).DType.IsInteger() && op.Input(1).Rank == 0;
        op.Output(isKnown && op.IntegersOrNull(1) is [>= 0 and <= 64 and var exponent] ? Power(op, op.Input(0), exponent) : op.Emit("Pow", op.Input(0), op.Input(1)));
    }

    private static OnnxValue Power(OpContext op, OnnxValue value, long exponent)
    {
        OnnxValue? power = exponent == 0 ? op.Fill(op.Shape(value), value.DType, 1) : null;
        for (OnnxValue square = value; exponent > 0; exponent >>= 1)
        {
            power = (exponent & 1) == 0 ? power : power is null ? square : op.Mul(power, square);
            square = exponent > 1 ? op.Mul(square, square) : square;
        }

        return power!;
    }

    [TfOp("AddN", "AccumulateNV2")]
    public static void AddN(OpContext op)
    {
        OnnxValue sum = op.Input(0);
        for (int i = 1; i < op.InputCount; i++)
        {
            sum = op.Add(sum, op.Input(i));
        }

        op.Output(sum);
    }

    [TfOp("Softmax", "LogSoftmax")]
    public static void Softmax(OpContext op) => op.Output(op.Emit(op.Node.Op, new OnnxAttributes { ["axis"] = -1L }, op.Input(0)));

    /// <summary>Conversion between types. Floats out of an integer's range give what the processor gives, as in TensorFlow.</summary>
    [TfOp("Cast")]
    public static void Cast(OpContext op)
    {
        DType to = op.Attributes.Type("DstT", op.OutputType());
        OnnxValue input = op.Input(0);
        op.Output(to == DType.Bool && input.DType != DType.Bool
            ? op.Emit("Not", op.Emit("Equal", input, op.Scalar(input.DType, 0)))
            : op.Cast(input, to));
    }
}
