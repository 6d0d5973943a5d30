using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.StringOps;

/// <summary>The cases of tensorflow/core/kernels/string_ngrams_op_test.cc.</summary>
public sealed class NGramTests
{
    [Theory]
    [InlineData(new long[] { 3 }, 0, false, "a|b|c,b|c|d", "")]
    [InlineData(new long[] { 3 }, -1, false, "LP|LP|a,LP|a|b,a|b|c,b|c|d,c|d|RP,d|RP|RP", "LP|LP|e,LP|e|f,e|f|RP,f|RP|RP")]
    [InlineData(new long[] { 3 }, 1, false, "LP|a|b,a|b|c,b|c|d,c|d|RP", "LP|e|f,e|f|RP")]
    [InlineData(new long[] { 2, 3 }, 0, false, "a|b,b|c,c|d,a|b|c,b|c|d", "e|f")]
    [InlineData(new long[] { 2, 3 }, -1, false, "LP|a,a|b,b|c,c|d,d|RP,LP|LP|a,LP|a|b,a|b|c,b|c|d,c|d|RP,d|RP|RP", "LP|e,e|f,f|RP,LP|LP|e,LP|e|f,e|f|RP,f|RP|RP")]
    [InlineData(new long[] { 5 }, 0, false, "", "")]
    [InlineData(new long[] { 5 }, 0, true, "a|b|c|d", "e|f")]
    [InlineData(new long[] { 7 }, 1, true, "LP|a|b|c|d|RP", "LP|e|f|RP")]
    public void Rows_become_runs_of_their_words(long[] widths, int padWidth, bool preserveShort, string first, string second)
    {
        ModelTensor[] grams = NGrams(["a", "b", "c", "d", "e", "f"], [0, 4, 6], widths, padWidth, preserveShort);
        string[] expectedFirst = first.Split(',', StringSplitOptions.RemoveEmptyEntries), expectedSecond = second.Split(',', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal([.. expectedFirst, .. expectedSecond], grams[0].Texts());
        Assert.Equal([0L, expectedFirst.Length, expectedFirst.Length + expectedSecond.Length], grams[1].Values<long>().ToArray());
    }

    [Fact]
    public void A_row_without_words_has_no_runs_even_when_short_rows_are_kept() =>
        Assert.Equal([0L, 0, 1], NGrams(["a"], [0, 0, 1], [2], 0, preserveShort: true)[1].Values<long>().ToArray());

    [Fact]
    public void No_rows_give_no_runs() => Assert.Equal([0L], NGrams([], [0], [2], 0, preserveShort: false)[1].Values<long>().ToArray());

    [Theory]
    [InlineData(new long[] { 0, 3 })]
    [InlineData(new long[] { 0, 1, 0 })]
    [InlineData(new long[] { -1, 1 })]
    public void Splits_that_do_not_fit_the_words_are_refused(long[] splits) => Assert.Throws<ModelCallException>(() => NGrams(["a", "b"], splits, [2], 0, preserveShort: false));

    [Fact]
    public void A_width_that_is_not_positive_is_refused() => Assert.Throws<ModelCallException>(() => NGrams(["a"], [0, 1], [0], 0, preserveShort: false));

    private static ModelTensor[] NGrams(string[] words, long[] splits, long[] widths, int padWidth, bool preserveShort) => Run(
        "StringNGrams",
        [DType.String, DType.Int64],
        [Strings([words.Length], words), Values([splits.Length], splits)],
        ("separator", KernelStrings.Text("|")),
        ("ngram_widths", Ints(widths)),
        ("left_pad", KernelStrings.Text("LP")),
        ("right_pad", KernelStrings.Text("RP")),
        ("pad_width", Int(padWidth)),
        ("preserve_short_sequences", new AttrValue { B = preserveShort }));
}
