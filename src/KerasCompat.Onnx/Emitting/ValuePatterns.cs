using KerasCompat.Contracts;

namespace KerasCompat.Onnx.Emitting;

/// <summary>What fusions look for in a value.</summary>
internal static class ValuePatterns
{
    /// <summary>The number that a value is known to be, of single precision; null for any other value.</summary>
    public static double? Number(this OnnxValue value) =>
        value.Constant is { ElementCount: 1, DType: DType.Float32 } constant && value.Rank <= 1 ? Constants.ToFloats(constant)[0] : null;

    /// <summary>What a value is a transpose of, with just this order of dimensions.</summary>
    public static OnnxValue? TransposeOf(this OnnxValue value, params ReadOnlySpan<long> perm) =>
        value.Producer is { OpType: "Transpose" } node && node.Attributes.Ints("perm") is { } order && perm.SequenceEqual(order) ? node.Inputs[0] : null;

    /// <summary>Whether a value is a constant or a weight, or what an op of this type makes of one.</summary>
    public static bool IsInitializerBehind(this OnnxValue value, string opType) =>
        value.IsInitializer || (value.Producer is { } node && node.OpType == opType && node.Inputs[0]!.IsInitializer);
}
