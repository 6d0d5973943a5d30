using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Ragged;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>How much two sequences have in common in the same order: ROUGE-L (tensorflow_text/core/kernels/rouge_l_kernel.cc).</summary>
internal static class RougeKernel
{
    /// <summary>A double beside floats, as C++ computes it there.</summary>
    private const double Tiny = 1e-12;

    public static void AddTo(KernelTable table) => table.Add("RougeL", Run);

    private static void Run(KernelContext context)
    {
        HostTensor hypotheses = context.Input(0), references = context.Input(2);
        ReadOnlySpan<long> ends = RowSplits.Within(context, 1, hypotheses.Count), referenceEnds = RowSplits.Within(context, 3, references.Count);
        float alpha = context.Input(4).Values<float>()[0];
        KernelContext.Require(alpha <= 1, $"alpha must be <1 but was={alpha}");
        KernelContext.Require(ends.Length == referenceEnds.Length && ends.Length > 0, $"ref splits len={referenceEnds.Length} must equal hyp splits len={ends.Length} and have at least 1 split");
        int rows = ends.Length - 1;
        Span<float> f = Output(0), p = Output(1), r = Output(2);
        for (int i = 0; i < f.Length; i++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            (int start, int end, int referenceStart, int referenceEnd) = ((int)ends[i], (int)ends[i + 1], (int)referenceEnds[i], (int)referenceEnds[i + 1]);
            float common = Common(hypotheses, start, end, references, referenceStart, referenceEnd);
            p[i] = (float)(common / (end - start + Tiny));
            r[i] = (float)(common / (referenceEnd - referenceStart + Tiny));
            f[i] = alpha < 0 ? TensorToTensor(p[i], r[i]) : Official(p[i], r[i], alpha);
        }

        Span<float> Output(int index) => context.Allocate(index, DType.Float32, [rows]).Values<float>();
    }

    /// <summary>The length of the longest common subsequence.</summary>
    private static int Common(HostTensor left, int start, int end, HostTensor right, int rightStart, int rightEnd)
    {
        var lengths = new int[rightEnd - rightStart + 1];
        for (int i = start; i < end; i++)
        {
            int before = 0;
            for (int k = 1; k < lengths.Length; k++)
            {
                int above = lengths[k];
                lengths[k] = Same(left, i, right, rightStart + k - 1) ? before + 1 : Math.Max(above, lengths[k - 1]);
                before = above;
            }
        }

        return lengths[^1];
    }

    private static bool Same(HostTensor left, int i, HostTensor right, int k) => left.IsString
        ? left.Strings[i].Span.SequenceEqual(right.Strings[k].Span)
        : KernelContext.IntegerAt(left, i) == KernelContext.IntegerAt(right, k);

    private static float TensorToTensor(float precision, float recall)
    {
        float beta = (float)(precision / (recall + Tiny));
        float numerator = (1 + (beta * beta)) * recall * precision, denominator = recall + (beta * beta * precision);
        return denominator > 0 ? numerator / denominator : 0;
    }

    private static float Official(float precision, float recall, float alpha)
    {
        float denominator = (alpha * recall) + ((1 - alpha) * precision);
        return denominator > 0 ? precision * recall / denominator : denominator;
    }
}
