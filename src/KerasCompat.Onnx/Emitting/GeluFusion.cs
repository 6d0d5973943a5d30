using KerasCompat.Contracts;
using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// The approximation of GELU by a hyperbolic tangent, x / 2 * (1 + tanh(√(2/π) (x + 0.044715 x³))), which Keras and others spell out in several
/// orders. ONNX Runtime has one node for it (com.microsoft.FastGelu), but recognises only its own order; the form with erf it finds by itself.
/// </summary>
internal static class GeluFusion
{
    public static OnnxValue? Apply(OnnxScope scope, InferredNode node)
    {
        if (node.OpType != "Mul" || node.DType(0) != DType.Float32)
        {
            return null;
        }

        List<OnnxValue> factors = [.. Factors(node.Input(0)), .. Factors(node.Input(1))];
        if (factors.Count != 3 || factors.Find(f => Is(f, 0.5)) is not { } half || factors.Find(f => Tangent(f) is not null) is not { } one)
        {
            return null;
        }

        factors.Remove(half);
        factors.Remove(one);
        OnnxValue x = factors[0];
        return Tangent(one) is { } inner && IsInner(inner, x) ? scope.Node("FastGelu", [x], domain: "com.microsoft") : null;
    }

    private static OnnxValue[] Factors(OnnxValue value) => value.Producer is { OpType: "Mul", Inputs: [{ } left, { } right] } ? [left, right] : [value];

    /// <summary>What 1 + tanh(...) is taken of.</summary>
    private static OnnxValue? Tangent(OnnxValue value) => Other(value, "Add", 1)?.Producer is { OpType: "Tanh", Inputs: [{ } inner] } ? inner : null;

    private static bool IsInner(OnnxValue value, OnnxValue x) =>
        Other(value, "Mul", Math.Sqrt(2 / Math.PI))?.Producer is { OpType: "Add", Inputs: [{ } left, { } right] }
        && ((left == x && IsCube(right, x)) || (right == x && IsCube(left, x)));

    private static bool IsCube(OnnxValue value, OnnxValue x) => Other(value, "Mul", 0.044715) is { Producer: { } cube } && cube switch
    {
        { OpType: "Pow", Inputs: [{ } power, { } exponent] } => power == x && Is(exponent, 3),
        { OpType: "Mul", Inputs: [{ } left, { } right] } => (left == x && IsSquare(right, x)) || (right == x && IsSquare(left, x)),
        _ => false,
    };

    private static bool IsSquare(OnnxValue value, OnnxValue x) => value.Producer is { OpType: "Mul", Inputs: [{ } left, { } right] } && left == x && right == x;

    /// <summary>The operand beside a number.</summary>
    private static OnnxValue? Other(OnnxValue value, string op, double number) => value.Producer is { Inputs: [{ } left, { } right] } node && node.OpType == op
        ? Is(left, number) ? right : Is(right, number) ? left : null
        : null;

    private static bool Is(OnnxValue value, double number) => value.Number() is { } own && Math.Abs(own - number) < 1e-6;
}
