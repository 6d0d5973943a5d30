using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Inference;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Folding;

/// <summary>
/// Elementwise ops. Integers are computed as 64-bit and floats as binary64, then rounded to the result's type: for the four basic
/// operations and the square root of narrower floats that is the correctly rounded result.
/// </summary>
internal static class Arithmetic
{
    private static readonly HashSet<string> BinaryOps = new(StringComparer.Ordinal)
    {
        "Add", "Sub", "Mul", "Div", "Mod", "Max", "Min", "And", "Or", "Xor", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual",
    };

    public static ConstantTensor? TryEvaluate(InferredNode node)
    {
        if (node.OpType == "Range")
        {
            return Range(node);
        }

        if (ConstantEvaluator.KnownShape(node) is not { } shape || node.InputOrNull(0)?.Constant is not { } first)
        {
            return null;
        }

        if (node.OpType == "Cast")
        {
            return Cast(first, node.Output.DType);
        }

        if (node.OpType == "Where")
        {
            return Where(node, shape);
        }

        if (first.DType.IsComplex())
        {
            return null;
        }

        return node.Inputs.Length switch
        {
            1 => Unary(node, first),
            2 when BinaryOps.Contains(node.OpType) && node.Input(1).Constant is { } second && second.DType == first.DType => Binary(node, first, second, shape),
            _ => null,
        };
    }

    private static ConstantTensor? Cast(ConstantTensor input, DType to)
    {
        if (input.DType.IsComplex() || to.IsComplex() || to.Size() == 0)
        {
            return null;
        }

        if (to.IsFloat())
        {
            return Constants.FromFloats(to, Constants.ToFloats(input), input.Shape);
        }

        if (!input.DType.IsFloat())
        {
            return Constants.FromIntegers(to, Constants.ToIntegers(input), input.Shape);
        }

        double[] values = Constants.ToFloats(input);
        bool representable = Array.TrueForAll(values, v => Math.Abs(v) < int.MaxValue);
        return representable ? Constants.FromIntegers(to, Array.ConvertAll(values, v => to == DType.Bool ? v != 0 ? 1L : 0L : (long)v), input.Shape) : null;
    }

    private static ConstantTensor? Unary(InferredNode node, ConstantTensor input)
    {
        if (input.DType.IsFloat())
        {
            Converter<double, double>? compute = node.OpType switch
            {
                "Neg" => v => -v,
                "Abs" => Math.Abs,
                "Sqrt" => Math.Sqrt,
                "Reciprocal" => v => 1 / v,
                "Floor" => Math.Floor,
                "Ceil" => Math.Ceiling,
                "Round" => v => Math.Round(v, MidpointRounding.ToEven),
                "Exp" => Math.Exp,
                "Log" => Math.Log,
                _ => null,
            };
            return compute is null ? null : Constants.FromFloats(input.DType, Array.ConvertAll(Constants.ToFloats(input), compute), input.Shape);
        }

        Converter<long, long>? whole = node.OpType switch
        {
            "Neg" => v => unchecked(-v),
            "Abs" => v => v < 0 ? unchecked(-v) : v,
            "Not" => v => v == 0 ? 1 : 0,
            _ => null,
        };
        return whole is null ? null : Constants.FromIntegers(input.DType, Array.ConvertAll(Constants.ToIntegers(input), whole), input.Shape);
    }

    private static ConstantTensor? Binary(InferredNode node, ConstantTensor left, ConstantTensor right, long[] shape)
    {
        int[] fromLeft = Strides.Broadcast(left.Shape, shape), fromRight = Strides.Broadcast(right.Shape, shape);
        if (left.DType.IsFloat())
        {
            double[] a = Constants.ToFloats(left), b = Constants.ToFloats(right);
            if (Comparison(node.OpType) is { } compare)
            {
                return Constants.FromIntegers(DType.Bool, Fill(shape, i => compare(a[fromLeft[i]].CompareTo(b[fromRight[i]]), double.IsNaN(a[fromLeft[i]]) || double.IsNaN(b[fromRight[i]])) ? 1L : 0L), shape);
            }

            Func<double, double, double>? compute = node.OpType switch
            {
                "Add" => (x, y) => x + y,
                "Sub" => (x, y) => x - y,
                "Mul" => (x, y) => x * y,
                "Div" => (x, y) => x / y,
                "Max" => Math.Max,
                "Min" => Math.Min,
                _ => null,
            };
            return compute is null ? null : Constants.FromFloats(left.DType, Fill(shape, i => compute(a[fromLeft[i]], b[fromRight[i]])), shape);
        }

        long[] p = Constants.ToIntegers(left), q = Constants.ToIntegers(right);
        if (Comparison(node.OpType) is { } order)
        {
            return Constants.FromIntegers(DType.Bool, Fill(shape, i => order(p[fromLeft[i]].CompareTo(q[fromRight[i]]), false) ? 1L : 0L), shape);
        }

        if (node.OpType is "Div" or "Mod" && (Array.Exists(q, v => v is 0 or -1) || node.Attributes.Int("fmod", 0) != 0))
        {
            return null;
        }

        Func<long, long, long>? whole = node.OpType switch
        {
            "Add" => (x, y) => unchecked(x + y),
            "Sub" => (x, y) => unchecked(x - y),
            "Mul" => (x, y) => unchecked(x * y),
            "Div" => (x, y) => x / y,
            "Mod" => (x, y) => x % y == 0 || (x < 0) == (y < 0) ? x % y : (x % y) + y,
            "Max" => Math.Max,
            "Min" => Math.Min,
            "And" => (x, y) => x & y,
            "Or" => (x, y) => x | y,
            "Xor" => (x, y) => x ^ y,
            _ => null,
        };
        return whole is null ? null : Constants.FromIntegers(left.DType, Fill(shape, i => whole(p[fromLeft[i]], q[fromRight[i]])), shape);
    }

    private static Func<int, bool, bool>? Comparison(string op) => op switch
    {
        "Equal" => (order, unordered) => !unordered && order == 0,
        "Less" => (order, unordered) => !unordered && order < 0,
        "LessOrEqual" => (order, unordered) => !unordered && order <= 0,
        "Greater" => (order, unordered) => !unordered && order > 0,
        "GreaterOrEqual" => (order, unordered) => !unordered && order >= 0,
        _ => null,
    };

    private static T[] Fill<T>(long[] shape, Func<int, T> element)
    {
        var values = new T[Strides.Count(shape)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = element(i);
        }

        return values;
    }

    private static ConstantTensor Where(InferredNode node, long[] shape)
    {
        ConstantTensor condition = node.Input(0).Constant!, yes = node.Input(1).Constant!, no = node.Input(2).Constant!;
        int[] fromCondition = Strides.Broadcast(condition.Shape, shape), fromYes = Strides.Broadcast(yes.Shape, shape), fromNo = Strides.Broadcast(no.Shape, shape);
        int size = yes.DType.Size();
        var bytes = new byte[fromYes.Length * size];
        for (int i = 0; i < fromYes.Length; i++)
        {
            bool chosen = condition.Bytes.Span[fromCondition[i]] != 0;
            (chosen ? yes : no).Bytes.Span.Slice((chosen ? fromYes : fromNo)[i] * size, size).CopyTo(bytes.AsSpan(i * size));
        }

        return new ConstantTensor(yes.DType, shape, bytes);
    }

    private static ConstantTensor? Range(InferredNode node)
    {
        if (node.Output.Shape is not [{ IsKnown: true } length])
        {
            return null;
        }

        ConstantTensor start = node.Input(0).Constant!, delta = node.Input(2).Constant!;
        if (node.Output.DType.IsFloat())
        {
            double first = Constants.ToFloats(start)[0], step = Constants.ToFloats(delta)[0];
            return Constants.FromFloats(node.Output.DType, Steps(first, step, length.Value, node.Output.DType), [length.Value]);
        }

        long begin = Constants.ToIntegers(start)[0], by = Constants.ToIntegers(delta)[0];
        return Constants.FromIntegers(node.Output.DType, Fill([length.Value], i => begin + (i * by)), [length.Value]);
    }

    /// <summary>Adds step after step, as TensorFlow and ONNX Runtime do, so that the errors are theirs.</summary>
    private static double[] Steps(double first, double step, long length, DType dtype)
    {
        var values = new double[length];
        double value = first;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = value;
            value = dtype == DType.Float64 ? value + step : (float)value + (float)step;
        }

        return values;
    }
}
