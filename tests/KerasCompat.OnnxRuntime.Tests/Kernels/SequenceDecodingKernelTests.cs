using KerasCompat.Contracts;
using KerasCompat.Engines;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

public sealed class SequenceDecodingKernelTests
{
    // Best classes 0, 0, 2 (the blank), 1.
    private static readonly float[] Steps = [3, 0, 0, 4, 1, 0, 0, 1, 5, 0, 2, 1];

    [Theory]
    [InlineData(false, new long[] { 0, 0, 1 })]
    [InlineData(true, new long[] { 0, 1 })]
    public void The_best_classes_are_read_without_blanks(bool merge, long[] expected)
    {
        ModelTensor[] results = Run(
            "CTCGreedyDecoder",
            [DType.Int64, DType.Int64, DType.Int64, DType.Float32],
            [Values([4, 1, 3], Steps), Vector(4)],
            ("merge_repeated", Bool(merge)));

        Assert.Equal(expected, results[1].Values<long>().ToArray());
        Assert.Equal([1L, expected.Length], results[2].Values<long>().ToArray());
        Assert.Equal(-14f, results[3].Values<float>()[0]);
    }

    [Fact]
    public void A_wide_beam_finds_the_most_probable_texts()
    {
        var random = new Random(3);
        const int Length = 5, Classes = 3;
        float[] logits = [.. Enumerable.Range(0, Length * Classes).Select(_ => (random.NextSingle() * 4) - 2)];

        ModelTensor[] results = Run(
            "CTCBeamSearchDecoder",
            [DType.Int64, DType.Int64, DType.Int64, DType.Int64, DType.Int64, DType.Int64, DType.Float32],
            [Values([Length, 1, Classes], logits), Vector(Length)],
            ("beam_width", Int(1000)), ("top_paths", Int(2)), ("merge_repeated", Bool(false)));

        (string Text, double Probability)[] expected = [.. Texts(logits, Length, Classes).OrderByDescending(text => text.Value).Take(2).Select(text => (text.Key, text.Value))];
        for (int path = 0; path < 2; path++)
        {
            Assert.Equal(expected[path].Text, string.Concat(results[2 + path].Values<long>().ToArray()));
            Assert.Equal(Math.Log(expected[path].Probability), results[6].Values<float>()[path], 1e-4);
            Assert.Equal([1L, expected[path].Text.Length], results[4 + path].Values<long>().ToArray());
        }
    }

    /// <summary>The probability of every text: the sum over all ways to write it with repetitions and blanks.</summary>
    private static Dictionary<string, double> Texts(float[] logits, int length, int classes)
    {
        var texts = new Dictionary<string, double>();
        for (int code = 0; code < Math.Pow(classes, length); code++)
        {
            double probability = 1;
            string text = "";
            int before = classes - 1;
            for (int step = 0; step < length; step++)
            {
                int label = code / (int)Math.Pow(classes, step) % classes;
                double[] row = [.. logits[(step * classes)..((step + 1) * classes)].Select(logit => Math.Exp(logit))];
                probability *= row[label] / row.Sum();
                text += label == classes - 1 || label == before ? "" : label.ToString(System.Globalization.CultureInfo.InvariantCulture);
                before = label;
            }

            texts[text] = texts.GetValueOrDefault(text) + probability;
        }

        return texts;
    }

    [Fact]
    public void Steps_beyond_the_length_are_not_read() => Assert.Equal(
        [0L], Run("CTCGreedyDecoder", [DType.Int64, DType.Int64, DType.Int64, DType.Float32], [Values([4, 1, 3], Steps), Vector(1)])[1].Values<long>().ToArray());

    [Fact]
    public void A_strided_slice_is_written_over_a_tensor_and_over_zeros()
    {
        int[] update = Run("TensorStridedSliceUpdate", DType.Int32, [Vector(1, 2, 3, 4), Vector(1), Vector(4), Vector(2), Vector(8, 9)]).Values<int>().ToArray();
        int[] gradient = Run("StridedSliceGrad", DType.Int32, [Vector(4), Vector(1), Vector(4), Vector(2), Vector(8, 9)]).Values<int>().ToArray();

        Assert.Equal([1, 8, 3, 9], update);
        Assert.Equal([0, 8, 0, 9], gradient);
    }

    [Fact]
    public void Systems_of_three_diagonals_are_solved()
    {
        // [[2, 1, 0], [1, 2, 1], [0, 1, 2]] x = [3, 4, 3] for x of ones.
        float[] result = Run("TridiagonalSolve", DType.Float32, [Values([3, 3], 1f, 1, 0, 2, 2, 2, 0, 1, 1), Values([3, 1], 3f, 4, 3)]).Values<float>().ToArray();

        Assert.All(result, x => Assert.Equal(1f, x, 1e-6f));
    }
}
