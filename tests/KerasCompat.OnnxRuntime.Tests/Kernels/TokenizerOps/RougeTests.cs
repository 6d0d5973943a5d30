using KerasCompat.Contracts;
using KerasCompat.Engines;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TokenizerOps;

/// <summary>The cases of TensorFlow Text's own test (text_similarity_metric_ops_test.py).</summary>
public sealed class RougeTests
{
    [Theory]
    [InlineData("a b", "b", -1f, 0.555, 0.5, 1)]
    [InlineData("a b", "b", 0f, 1, 0.5, 1)]
    [InlineData("a b", "b", 1f, 0.5, 0.5, 1)]
    [InlineData("a b", "b", 0.5f, 0.666, 0.5, 1)]
    [InlineData("a b", "b", 0.8f, 0.555, 0.5, 1)]
    [InlineData("1 2 3 4 5 1 6 7 0", "1 9 2 3 4 5 1 10 6 7", -1f, 0.837, 0.889, 0.8)]
    [InlineData("1 2 3 4 5 1 6 8 7", "1 9 2 3 4 5 1 10 6 7", -1f, 0.837, 0.889, 0.8)]
    [InlineData("1 2 3", "1 2 3 2 3", -1f, 0.671, 1, 0.6)]
    [InlineData("1 2", "3 4", 0.5f, 0, 0, 0)]
    [InlineData("", "1 2 3", 0.5f, 0, 0, 0)]
    [InlineData("", "", 0.5f, 0, 0, 0)]
    public void Sequences_have_a_part_in_common(string hypothesis, string reference, float alpha, double f, double p, double r)
    {
        string[] hypotheses = hypothesis.Split(' ', StringSplitOptions.RemoveEmptyEntries), references = reference.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ModelTensor[] measures = Run(
            "RougeL",
            [DType.Float32, DType.Float32, DType.Float32],
            [Strings([hypotheses.Length], hypotheses), Values([2], 0L, hypotheses.Length), Strings([references.Length], references), Values([2], 0L, references.Length), Values([], alpha)]);

        Assert.Equal([f, p, r], measures.Select(measure => (double)measure.Values<float>()[0]), (x, y) => Math.Abs(x - y) < 1e-3);
    }

    [Fact]
    public void Sequences_of_numbers_are_compared_row_by_row()
    {
        ModelTensor[] measures = Run(
            "RougeL",
            [DType.Float32, DType.Float32, DType.Float32],
            [Vector(1, 2, 3, 4), Vector(0, 2, 4), Vector(1, 2, 5, 6), Vector(0, 2, 4), Values([], 0.5f)],
            ("Tsplits", HandMade.KernelPrograms.Type(DType.Int32)));

        Assert.Equal([1f, 0], measures[0].Values<float>().ToArray());
    }

    [Theory]
    [InlineData(1.00001f, 2L)]
    [InlineData(0.5f, 3L)]
    public void Weights_and_splits_that_do_not_fit_are_refused(float alpha, long end) => Assert.Throws<ModelCallException>(() => Run(
        "RougeL", [DType.Float32, DType.Float32, DType.Float32], [Vector(1, 2), Values([2], 0L, end), Vector(2, 3), Values([2], 0L, 2L), Values([], alpha)]));
}
