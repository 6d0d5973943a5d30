using System.Text;
using FsCheck.Xunit;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;
using static KerasCompat.OnnxRuntime.Tests.Kernels.StringOps.KernelStrings;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.StringOps;

/// <summary>Plain string ops, on the examples of TensorFlow's documentation where it has some.</summary>
public sealed class StringTests
{
    [Fact]
    public void Length_counts_bytes_or_characters()
    {
        Assert.Equal([2, 5, 0], Run("StringLength", DType.Int32, [Strings([3], "é", "a😀", "")]).Values<int>().ToArray());
        Assert.Equal([1, 2, 0], Run("StringLength", DType.Int32, [Strings([3], "é", "a😀", "")], ("unit", KernelStrings.Text("UTF8_CHAR"))).Values<int>().ToArray());
    }

    [Fact]
    public void A_unit_that_does_not_exist_is_refused() =>
        Assert.Throws<ModelCallException>(() => Run("StringLength", DType.Int32, [Strings([1], "a")], ("unit", KernelStrings.Text("GRAPHEME"))));

    [Theory]
    [InlineData("Hello", 1, 3, "BYTE", "ell")]
    [InlineData("Hello", -4, 2, "BYTE", "el")]
    [InlineData("Hello", 3, 10, "BYTE", "lo")]
    [InlineData("Hello", 5, 1, "BYTE", "")]
    [InlineData("Hello", -5, 5, "BYTE", "Hello")]
    [InlineData("Hello", 1, -1, "BYTE", "ello")]
    [InlineData("aé😀b", 1, 2, "UTF8_CHAR", "é😀")]
    [InlineData("aé😀b", -3, 2, "UTF8_CHAR", "é😀")]
    [InlineData("aé😀b", -1, 5, "UTF8_CHAR", "b")]
    [InlineData("aé😀b", 4, 1, "UTF8_CHAR", "")]
    public void A_part_begins_at_a_position_counted_from_either_end(string text, int position, int length, string unit, string expected) =>
        Assert.Equal([expected], Substring([text], Scalar(position), Scalar(length), unit).Texts());

    [Theory]
    [InlineData(6, "BYTE")]
    [InlineData(-6, "BYTE")]
    [InlineData(6, "UTF8_CHAR")]
    [InlineData(-6, "UTF8_CHAR")]
    public void A_position_outside_of_the_text_is_refused(int position, string unit)
    {
        ModelCallException failure = Assert.Throws<ModelCallException>(() => Substring(["Hello"], Scalar(position), Scalar(1), unit));

        Assert.Contains($"pos {position} out of range", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Positions_broadcast_against_texts()
    {
        ModelTensor parts = Run("Substr", DType.String, [Strings([2, 1], "abc", "def"), Vector(0, 1), Vector(1, 2)]);

        Assert.Equal([2, 2], parts.Dimensions());
        Assert.Equal(["a", "bc", "d", "ef"], parts.Texts());
        Assert.Throws<ModelCallException>(() => Run("Substr", DType.String, [Strings([2], "abc", "def"), Vector(0, 1), Scalar(1)]));
    }

    [Fact]
    public void White_space_at_both_ends_is_stripped() =>
        Assert.Equal(["a b", "", "\u00A0x"], Run("StringStrip", DType.String, [Strings([3], "\t a b\v\f\r\n ", " ", " \u00A0x")]).Texts());

    [Fact]
    public void Texts_are_joined_with_a_separator_and_scalars_repeated()
    {
        Assert.Equal(["a-x-c", "b-x-d"], Run("StringJoin", DType.String, [Strings([2], "a", "b"), Strings([], "x"), Strings([2], "c", "d")], ("separator", KernelStrings.Text("-"))).Texts());
        Assert.Equal(["ab"], Run("StringJoin", DType.String, [Strings([], "a"), Strings([], "b")]).Texts());
        Assert.Throws<ModelCallException>(() => Run("StringJoin", DType.String, [Strings([2], "a", "b"), Strings([1], "c")]));
    }

    [Theory]
    [InlineData(new[] { 0 }, false, new[] { 2 }, "ac|bd")]
    [InlineData(new[] { 1 }, false, new[] { 2 }, "ab|cd")]
    [InlineData(new[] { -2 }, false, new[] { 2 }, "ac|bd")]
    [InlineData(new[] { 0 }, true, new[] { 1, 2 }, "ac|bd")]
    [InlineData(new[] { 0, 1 }, false, new int[0], "abcd")]
    [InlineData(new[] { 1, 0 }, false, new int[0], "acbd")]
    [InlineData(new int[0], false, new[] { 2, 2 }, "a|b|c|d")]
    public void Joining_along_dimensions_follows_their_order(int[] axes, bool keep, int[] shape, string expected)
    {
        ModelTensor joined = Run("ReduceJoin", DType.String, [Strings([2, 2], "a", "b", "c", "d"), Vector(axes)], ("keep_dims", Flag(keep)));

        Assert.Equal(shape, joined.Dimensions());
        Assert.Equal(expected.Split('|'), joined.Texts());
    }

    [Fact]
    public void Joining_nothing_gives_the_empty_text() =>
        Assert.Equal(["", ""], Run("ReduceJoin", DType.String, [Strings([2, 0]), Vector(1)], ("separator", KernelStrings.Text(","))).Texts());

    [Fact]
    public void A_dimension_that_is_not_there_or_is_there_twice_is_refused()
    {
        Assert.Throws<ModelCallException>(() => Run("ReduceJoin", DType.String, [Strings([1], "a"), Vector(1)]));
        Assert.Throws<ModelCallException>(() => Run("ReduceJoin", DType.String, [Strings([1], "a"), Vector(0, -1)]));
    }

    [Fact]
    public void Segments_are_joined_and_negative_ones_left_out() =>
        Assert.Equal(["a,c", ""], Run("UnsortedSegmentJoin", DType.String, [Strings([3], "a", "b", "c"), Vector(0, -1, 0), Scalar(2)], ("separator", KernelStrings.Text(","))).Texts());

    [Theory]
    [InlineData("", "ABCß", "abcß")]
    [InlineData("", "ÀÉ", "ÀÉ")]
    [InlineData("utf-8", "ÀÉẞ", "àéß")]
    [InlineData("utf-8", "ΑΣ ΑΣΑ Σ", "ας ασα σ")]
    [InlineData("utf-8", "İ", "i\u0307")]
    [InlineData("utf-8", "\U00010400", "\U00010428")]
    public void Lower_case_is_ASCIIs_or_Unicodes(string encoding, string text, string expected) =>
        Assert.Equal([expected], Run("StringLower", DType.String, [Strings([1], text)], ("encoding", KernelStrings.Text(encoding))).Texts());

    [Theory]
    [InlineData("", "abcé", "ABCé")]
    [InlineData("utf-8", "straße ﬁ ǰ", "STRASSE FI J\u030C")]
    [InlineData("utf-8", "ᾳ", "ΑΙ")]
    [InlineData("utf-8", "ı\u017F", "IS")]
    public void Upper_case_is_ASCIIs_or_Unicodes(string encoding, string text, string expected) =>
        Assert.Equal([expected], Run("StringUpper", DType.String, [Strings([1], text)], ("encoding", KernelStrings.Text(encoding))).Texts());

    [Fact]
    public void Case_of_ASCII_leaves_other_bytes_alone() =>
        Assert.Equal([0xFF, (byte)'a', 0xC3], Run("StringLower", DType.String, [Bytes([0xFF, (byte)'A', 0xC3])]).Strings[0].ToArray());

    [Property(MaxTest = 300)]
    public void Letters_change_case_wherever_they_stand(byte[] start, byte[] bytes, bool lower)
    {
        // Texts of every length up to several blocks, of which letters are a third.
        byte[] text = [.. start.Concat(bytes).SelectMany(b => (byte[])[b, (byte)('A' + (b % 26)), (byte)('a' + (b % 26))])];

        byte[] expected = [.. text.Select(b => lower && b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b + 32) : !lower && b is >= (byte)'a' and <= (byte)'z' ? (byte)(b - 32) : b)];

        Assert.Equal(expected, Run(lower ? "StringLower" : "StringUpper", DType.String, [Bytes(text)]).Strings[0].ToArray());
    }

    [Theory]
    [InlineData(new byte[0], false, "")]
    [InlineData(new byte[] { 0xFB, 0xFF }, false, "-_8")]
    [InlineData(new byte[] { 0xFB, 0xFF }, true, "-_8=")]
    public void Base64_has_the_web_safe_alphabet(byte[] bytes, bool pad, string expected)
    {
        Assert.Equal([expected], Run("EncodeBase64", DType.String, [Bytes(bytes)], ("pad", Flag(pad))).Texts());
        Assert.Equal(bytes, Run("DecodeBase64", DType.String, [Strings([1], expected)]).Strings[0].ToArray());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab*d")]
    [InlineData("ab cd")]
    [InlineData("ab=c")]
    [InlineData("é")]
    public void What_is_no_base64_is_refused(string text) => Assert.Throws<ModelCallException>(() => Run("DecodeBase64", DType.String, [Strings([1], text)]));

    [Fact]
    public void A_template_shows_tensors_as_TensorFlow_prints_them()
    {
        Assert.Equal(["x=[1 2 3] y=[\"a\"]"], Format("x={} y={}", 3, Vector(1, 2, 3), Strings([1], "a")));
        Assert.Equal(["[0 1 2 ... 7 8 9]"], Format("{}", 3, Vector([.. Enumerable.Range(0, 10)])));
        Assert.Equal(["[[1 2]\n [3 4]]"], Format("{}", -1, Values([2, 2], 1f, 2f, 3f, 4f)));
        Assert.Throws<ModelCallException>(() => Format("no place", 3, Vector(1)));
    }

    [Property(MaxTest = 500)]
    public void Bytes_of_any_kind_become_text_and_the_same_bytes_again(byte[] bytes) => Assert.Equal(bytes, Utf8Text.Encode(Utf8Text.Decode(bytes)));

    [Theory]
    [InlineData("")]
    [InlineData("a\u0000é字😀\uFFFD")]
    public void Text_stays_text(string text) => Assert.Equal(text, Utf8Text.Decode(Encoding.UTF8.GetBytes(text)));

    private static string[] Format(string template, int summarize, params SavedModel.Graph.ConstantTensor[] tensors) =>
        Run("StringFormat", DType.String, tensors, ("template", KernelStrings.Text(template)), ("placeholder", KernelStrings.Text("{}")), ("summarize", Int(summarize))).Texts();

    private static ModelTensor Substring(string[] texts, SavedModel.Graph.ConstantTensor position, SavedModel.Graph.ConstantTensor length, string unit) =>
        Run("Substr", DType.String, [Strings([texts.Length], texts), position, length], ("unit", KernelStrings.Text(unit)));
}
