using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Emitting;

/// <summary>A batch normalization scales and shifts channels; a convolution before it can do so with its own filters.</summary>
internal static class BatchNormalizationFolding
{
    /// <summary>The convolution that stands for a normalization and the convolution before it; null where the node is something else.</summary>
    /// <param name="scope">The graph.</param>
    /// <param name="node">A node of it.</param>
    /// <param name="shared">What others read too, so that it must stay as it is.</param>
    public static OnnxNode? Apply(OnnxScope scope, OnnxNode node, IReadOnlySet<OnnxValue> shared)
    {
        if (node is not
            {
                OpType: "BatchNormalization", Domain: "", Outputs.Length: 1,
                Inputs: [{ Producer: { OpType: "Conv", Domain: "" } convolution } image, { Constant: { } scale }, { Constant: { } offset }, { Constant: { } mean }, { Constant: { } variance }]
            }
            || shared.Contains(image) || convolution.Inputs[1]!.Constant is not { DType: DType.Float32, Shape: [var channels, ..] } filters
            || !Array.TrueForAll([scale, offset, mean, variance], moment => moment.DType == DType.Float32 && moment.ElementCount == channels))
        {
            return null;
        }

        OnnxValue? bias = convolution.Inputs.Length > 2 ? convolution.Inputs[2] : null;
        if (bias is not null && bias.Constant is not { DType: DType.Float32 })
        {
            return null;
        }

        byte[] scaled = filters.Bytes.ToArray(), shifted = new byte[scale.Bytes.Length];
        Span<float> weights = MemoryMarshal.Cast<byte, float>(scaled.AsSpan()), shifts = MemoryMarshal.Cast<byte, float>(shifted.AsSpan());
        int size = shifts.Length == 0 ? 0 : weights.Length / shifts.Length;
        ReadOnlySpan<float> own = bias is null ? default : bias.Constant!.AsSpan<float>();
        ReadOnlySpan<float> scales = scale.AsSpan<float>(), offsets = offset.AsSpan<float>(), means = mean.AsSpan<float>(), variances = variance.AsSpan<float>();
        double epsilon = (float)node.Attributes["epsilon"];
        for (int channel = 0; channel < shifts.Length; channel++)
        {
            double factor = scales[channel] / Math.Sqrt(variances[channel] + epsilon);
            shifts[channel] = (float)(((bias is null ? 0.0 : own[channel]) - means[channel]) * factor) + offsets[channel];
            foreach (ref float filter in weights.Slice(channel * size, size))
            {
                filter = (float)(filter * factor);
            }
        }

        return new OnnxNode
        {
            OpType = "Conv",
            Inputs = [convolution.Inputs[0], Weights(scope, "filters", scaled, filters.Shape), Weights(scope, "shifts", shifted, [channels])],
            Outputs = node.Outputs,
            Attributes = convolution.Attributes,
        };
    }

    private static OnnxValue Weights(OnnxScope scope, string name, byte[] values, IReadOnlyList<long> shape) =>
        new(scope.UniqueName(name), DType.Float32, [.. shape.Select(size => (Dim)size)]) { Constant = new ConstantTensor(DType.Float32, shape, values) };
}
