using KerasCompat.Contracts;
using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// x * min(max(x + 3, 0), 6) / 6, which MobileNetV3 spells out, as the one node of ONNX: ONNX Runtime makes it part of the convolution before it,
/// where it would take the image out of its blocks of channels to add 3.
/// </summary>
internal static class HardSwishFusion
{
    // Of the three factors.
    private const int Products = 2;

    public static OnnxValue? Apply(OnnxScope scope, InferredNode node)
    {
        if (node.OpType is not ("Mul" or "Div") || node.DType(0) != DType.Float32)
        {
            return null;
        }

        var factors = new List<OnnxValue>();
        double scale = 1;
        Collect(node.OpType, node.Input(0), node.Input(1), 1, factors, ref scale);
        if (factors is not [{ } left, { } right] || Math.Abs(scale - (1.0 / 6)) > 1e-7)
        {
            return null;
        }

        OnnxValue? x = IsGate(right, left) ? left : IsGate(left, right) ? right : null;
        return x is { Rank: > 0 } ? scope.Node("HardSwish", [x]) : null;
    }

    /// <summary>What is multiplied, and the product of the numbers among it.</summary>
    private static void Collect(string op, OnnxValue left, OnnxValue right, int depth, List<OnnxValue> factors, ref double scale)
    {
        foreach (OnnxValue value in (OnnxValue[])[left, right])
        {
            bool divides = op == "Div" && value == right;
            if (value.Number() is { } number)
            {
                scale *= divides ? 1 / number : number;
            }
            else if (!divides && depth < Products && value.Producer is { OpType: "Mul" or "Div", Domain: "", Inputs: [{ } a, { } b] } inner)
            {
                Collect(inner.OpType, a, b, depth + 1, factors, ref scale);
            }
            else
            {
                // A third one stands for what does not fit.
                factors.AddRange(Enumerable.Repeat(value, divides ? 3 : 1));
            }
        }
    }

    /// <summary>Whether a value is min(max(x + 3, 0), 6).</summary>
    private static bool IsGate(OnnxValue value, OnnxValue x) =>
        value.Producer is { OpType: "Clip", Domain: "", Inputs: [{ Producer: { OpType: "Add", Inputs: [{ } left, { } right] } }, { } low, { } high] }
        && low.Number() == 0 && high.Number() == 6 && ((left == x && right.Number() == 3) || (right == x && left.Number() == 3));
}
