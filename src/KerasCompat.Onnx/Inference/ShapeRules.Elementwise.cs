using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Inference;

internal static partial class ShapeRules
{
    private static void AddElementwise()
    {
        Add(
            "Abs Acos Acosh Asin Asinh Atan Atanh Ceil Celu Clip Cos Cosh Elu Erf Exp Floor Gelu HardSigmoid HardSwish Identity LeakyRelu Log "
            + "LogSoftmax Mish Neg Not Reciprocal Relu Round Selu Sigmoid Sign Sin Sinh Softmax Softplus Softsign Sqrt Tan Tanh ThresholdedRelu "
            + "BitwiseNot CumSum LpNormalization LRN Trilu ReverseSequence Hardmax",
            n =>
            {
                n.Output.Set(n.DType(0), n.Shape(0), n.OpType switch
                {
                    "Identity" => n.Input(0).Elements,
                    "Neg" => Map(n.Input(0).Elements, static e => e.IsKnown ? -e.Value : Dim.Unknown()),
                    _ => null,
                });
                n.Output.IsSequence = n.OpType == "Identity" && n.Input(0).IsSequence;
            });
        Add("PRelu Pow BitShift", n => n.Output.Set(n.DType(0), Shapes.Broadcast(n.Shape(0), n.Shape(1))));
        Add("Add Sub Mul Div Mod BitwiseAnd BitwiseOr BitwiseXor And Or Xor", n =>
            n.Output.Set(n.DType(0), Shapes.Broadcast(n.Shape(0), n.Shape(1)), Arithmetic(n)));
        Add("Max Min Sum Mean", n =>
        {
            Dim[]? shape = n.Shape(0);
            for (int i = 1; i < n.Inputs.Length; i++)
            {
                shape = Shapes.Broadcast(shape, n.Shape(i));
            }

            n.Output.Set(n.DType(0), shape, n.Inputs.Length == 2 ? Arithmetic(n) : null);
        });
        Add("Equal Less LessOrEqual Greater GreaterOrEqual", n => n.Output.Set(DType.Bool, Shapes.Broadcast(n.Shape(0), n.Shape(1))));
        Add("IsNaN IsInf", n => n.Output.Set(DType.Bool, n.Shape(0)));
        Add("Where", n => n.Output.Set(n.DType(1), Shapes.Broadcast(Shapes.Broadcast(n.Shape(0), n.Shape(1)), n.Shape(2)), WhereElements(n)));
        Add("Cast", n =>
        {
            DType to = ToDType(n.Attributes.Int("to", 0));
            n.Output.Set(to, n.Shape(0), to is DType.Int32 or DType.Int64 && n.DType(0) is DType.Int32 or DType.Int64 ? n.Input(0).Elements : null);
        });
    }

    private static Dim[]? Map(Dim[]? elements, Converter<Dim, Dim> map) => elements is null ? null : Array.ConvertAll(elements, map);

    private static Dim[]? WhereElements(InferredNode n)
    {
        if (n.Input(0).Constant is not { DType: DType.Bool } condition || condition.ElementCount != 1)
        {
            return null;
        }

        return n.Input(condition.AsSpan<byte>()[0] != 0 ? 1 : 2).Elements;
    }

    /// <summary>Element by element on small integer tensors, so that computed shapes stay known as far as they are.</summary>
    private static Dim[]? Arithmetic(InferredNode n)
    {
        if (n.DType(0) is not (DType.Int32 or DType.Int64) || n.Input(0).Elements is not { } left || n.Input(1).Elements is not { } right
            || (left.Length != right.Length && left.Length != 1 && right.Length != 1)
            || n.Shape(0) is not { } leftShape || n.Shape(1) is not { } rightShape || Math.Max(leftShape.Length, rightShape.Length) > 1)
        {
            return null;
        }

        bool narrow = n.DType(0) == DType.Int32;
        string op = n.OpType == "Mod" && n.Attributes.Int("fmod", 0) != 0 ? "Remainder" : n.OpType;
        var result = new Dim[left.Length == 1 ? right.Length : left.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = Combine(op, left[left.Length == 1 ? 0 : i], right[right.Length == 1 ? 0 : i], narrow);
        }

        return result;
    }

    private static Dim Combine(string op, Dim a, Dim b, bool narrow)
    {
        switch (op)
        {
            case "Mul" when a.Is(1):
            case "Add" when a.Is(0):
                return b;
            case "Mul" when b.Is(1):
            case "Add" or "Sub" when b.Is(0):
            case "Div" when b.Is(1):
            case "Max" or "Min" when a == b:
                return a;
            case "Sub" when a == b:
                return 0;
        }

        if (!a.IsKnown || !b.IsKnown)
        {
            return Dim.Unknown();
        }

        long x = a.Value, y = b.Value;
        switch (op)
        {
            case "Add":
                return Narrow(unchecked(x + y), narrow);
            case "Sub":
                return Narrow(unchecked(x - y), narrow);
            case "Mul":
                return Narrow(unchecked(x * y), narrow);
            case "Max" or "Min":
                return op == "Max" ? Math.Max(x, y) : Math.Min(x, y);
            case "Div" when y != 0 && !(x == long.MinValue && y == -1):
                return Narrow(x / y, narrow);
            case "Mod" when y != 0 && y != -1:
                return x % y == 0 || (x < 0) == (y < 0) ? x % y : (x % y) + y;
            case "Remainder" when y != 0 && y != -1:
                return x % y;
            default:
                return Dim.Unknown();
        }
    }

    private static long Narrow(long value, bool narrow) => narrow ? unchecked((int)value) : value;
}
