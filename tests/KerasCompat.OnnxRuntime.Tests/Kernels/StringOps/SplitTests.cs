using FsCheck;
using FsCheck.Xunit;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;
using static KerasCompat.OnnxRuntime.Tests.Kernels.StringOps.KernelStrings;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.StringOps;

/// <summary>What tensorflow/core/kernels/string_split_op.cc does, which is what Python's str.split does but for the rest after the last split.</summary>
public sealed class SplitTests
{
    [Theory]
    [InlineData("a b  c ", "", -1, "a|b|c")]
    [InlineData(" \t\n\v\f\ra", "", -1, "a")]
    [InlineData("", "", -1, null)]
    [InlineData("  ", "", -1, null)]
    [InlineData("a b  c ", "", 1, "a|b  c ")]
    [InlineData(" a  b ", "", 2, "a|b|")]
    [InlineData(" a b ", "", 0, " a b ")]
    [InlineData("1<><>2<>3", "<>", -1, "1||2|3")]
    [InlineData("1<><>2<>3", "<>", 1, "1|<>2<>3")]
    [InlineData("<>", "<>", -1, "|")]
    [InlineData("", ",", -1, "")]
    [InlineData("a\u00A0b", "", -1, "a\u00A0b")]
    public void A_text_is_split_as_Python_splits(string text, string separator, int most, string? expected) =>
        Assert.Equal(expected?.Split('|') ?? [], Split("StringSplitV2", [text], separator, ("maxsplit", Int(most)))[1].Texts());

    [Theory]
    [InlineData("a,b;;c", ",;", true, "a|b|c")]
    [InlineData("a,b;;c,", ",;", false, "a|b||c|")]
    [InlineData("abc", "", true, "a|b|c")]
    [InlineData(",", ",", true, null)]
    public void The_older_op_splits_at_each_of_the_delimiters_bytes(string text, string delimiters, bool skipEmpty, string? expected) =>
        Assert.Equal(expected?.Split('|') ?? [], Split("StringSplit", [text], delimiters, ("skip_empty", Flag(skipEmpty)))[1].Texts());

    [Property(MaxTest = 300)]
    public void Words_are_what_lies_between_white_space_however_long_texts_are(NonNegativeInt[] lengths)
    {
        // Words and gaps in turn; a gap of no length joins two words.
        string text = string.Concat(lengths.Select((length, i) => new string(i % 2 == 0 ? 'a' : "\t\n\v\f\r \x0E\x08\u00A0"[i % 9], length.Get % 70)));
        string[] expected = text.Split([' ', '\t', '\n', '\v', '\f', '\r'], StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(expected, Split("StringSplitV2", [text], "", ("maxsplit", Int(-1)))[1].Texts());
    }

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(128)]
    public void A_word_may_end_where_the_text_ends(int length) =>
        Assert.Equal(["b", new string('a', length - 2)], Split("StringSplitV2", ["b " + new string('a', length - 2)], "", ("maxsplit", Int(-1)))[1].Texts());

    [Fact]
    public void Parts_have_the_row_and_the_column_of_a_sparse_tensor()
    {
        ModelTensor[] sparse = Split("StringSplitV2", ["a b", "", "c"], "");

        Assert.Equal([0L, 0, 0, 1, 2, 0], sparse[0].Values<long>().ToArray());
        Assert.Equal([3L, 2], sparse[2].Values<long>().ToArray());
    }

    [Fact]
    public void No_text_has_no_parts()
    {
        ModelTensor[] sparse = Split("StringSplitV2", [], "");

        Assert.Equal([0, 2], sparse[0].Dimensions());
        Assert.Equal([0L, 0], sparse[2].Values<long>().ToArray());
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_parts_as_they_are()
    {
        ModelTensor parts = Run("StringSplitV2", [DType.Int64, DType.String, DType.Int64], [Bytes([0xFF, (byte)' ', 0xC3]), Strings([], "")])[1];

        Assert.Equal([[0xFF], [0xC3]], parts.Strings.ToArray().Select(part => part.ToArray()));
    }

    [Fact]
    public void A_matrix_is_refused() =>
        Assert.Throws<ModelCallException>(() => Run("StringSplitV2", [DType.Int64, DType.String, DType.Int64], [Strings([1, 1], "a"), Strings([], "")]));

    private static ModelTensor[] Split(string op, string[] texts, string separator, params (string Name, Testing.TensorFlow.AttrValue Value)[] attributes) =>
        Run(op, [DType.Int64, DType.String, DType.Int64], [Strings([texts.Length], texts), Strings([], separator)], attributes);
}
