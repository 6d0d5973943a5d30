namespace KerasCompat.OnnxRuntime.Kernels.Forests;

/// <summary>A weighted sum of numbers.</summary>
/// <param name="Slots">The numbers.</param>
/// <param name="Weights">Their weights.</param>
/// <param name="Replacements">What stands for those that are missing; empty where the sum is then missing, too.</param>
internal sealed record WeightedSum(int[] Slots, float[] Weights, float[] Replacements);
