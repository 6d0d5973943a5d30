using KerasCompat.Contracts;
using KerasCompat.Engines;
using static KerasCompat.Testing.SentencePieces.TrainerSpec.Types;
using PieceType = KerasCompat.Testing.SentencePieces.ModelProto.Types.SentencePiece.Types.Type;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TokenizerOps.SentencePieces;

/// <summary>What happens to texts before they are cut: the cases of SentencePiece's own tests (src/normalizer_test.cc).</summary>
public sealed class NormalizerTests
{
    private const string Ws = "▁";

    [Theory]
    [InlineData("a", "▁A")]
    [InlineData("b", "▁B")]
    [InlineData("ba", "▁B▁A")]
    [InlineData("c", "▁D▁E")]
    [InlineData("d", "▁F▁G")]
    [InlineData("da", "▁F▁G▁A")]
    [InlineData("ad", "▁A▁F▁G")]
    [InlineData("adb", "▁A▁F▁G▁B")]
    public void Spaces_that_rules_bring_are_thinned_out(string text, string expected) => Assert.Equal(expected, Normalized(text, true, true, true));

    [Theory]
    [InlineData("a", " A", "  A", " A")]
    [InlineData("da", " F G  A", "  F G  A", " F G A")]
    [InlineData("ad", " A F G ", "  A F G ", " A F G")]
    [InlineData("adb", " A F G B", "  A F G B", " A F G B")]
    public void Spaces_stay_where_they_are_not_thinned_out(string text, string plain, string prefixed, string thinned)
    {
        Assert.Equal(plain, Normalized(text, false, false, false));
        Assert.Equal(prefixed, Normalized(text, true, false, false));
        Assert.Equal(thinned, Normalized(text, true, true, false));
    }

    [Theory]
    [InlineData(false, false, false, Ws, Ws)]
    [InlineData(false, false, true, Ws, Ws)]
    [InlineData(false, true, false, Ws, Ws)]
    [InlineData(false, true, true, Ws, "")]
    [InlineData(true, false, false, Ws, " " + Ws)]
    [InlineData(true, false, true, Ws, Ws + Ws)]
    [InlineData(true, true, false, Ws, " " + Ws)]
    [InlineData(true, true, true, Ws, "")]
    [InlineData(false, false, false, " ", " ")]
    [InlineData(false, false, true, " ", Ws)]
    [InlineData(false, true, false, " ", "")]
    [InlineData(false, true, true, " ", "")]
    [InlineData(true, false, false, " ", "  ")]
    [InlineData(true, false, true, " ", Ws + Ws)]
    [InlineData(true, true, false, " ", "")]
    [InlineData(true, true, true, " ", "")]
    public void A_space_alone(bool prefix, bool thinOut, bool mark, string text, string expected) => Assert.Equal(expected, Normalized(text, prefix, thinOut, mark));

    [Theory]
    [InlineData("ABC", "ABC▁")]
    [InlineData(" A  B  C ", "A▁B▁C▁")]
    [InlineData("      ", "")]
    public void A_space_may_be_added_behind(string text, string expected)
    {
        SmallModel model = Unknowing(true, true, true);
        model.Proto.TrainerSpec.TreatWhitespaceAsSuffix = true;

        Assert.Equal(expected, model.Pieces(text));
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0x62, 0x63, 0x80, 0x78 }, "abc\uFFFDx")]
    [InlineData(new byte[] { 0x61, 0xC3 }, "a\uFFFD")]
    [InlineData(new byte[] { 0x61, 0x62, 0xE3, 0x81, 0x78 }, "ab\uFFFD\uFFFDx")]
    [InlineData(new byte[] { 0x61, 0xF3, 0x81, 0x81, 0x78 }, "a\uFFFD\uFFFD\uFFFDx")]
    [InlineData(new byte[] { 0x61, 0xC0, 0x82, 0x78 }, "a\uFFFD\uFFFDx")]
    public void Each_byte_that_is_not_UTF8_is_replaced(byte[] text, string expected)
    {
        ModelTensor[] rows = Unknowing(false, true, true).Run(
            "SentencepieceTokenizeOp",
            [DType.String, DType.Int64],
            [StringOps.KernelStrings.Bytes(text), KernelCase.Scalar(0), KernelCase.Values([], 1f), KernelCase.Values([], false), KernelCase.Values([], false), KernelCase.Values([], false)],
            ("out_type", HandMade.KernelPrograms.Type(DType.String)));

        Assert.Equal([expected], rows[0].Texts());
    }

    /// <summary>SentencePieceProcessorTest.SkipNormalizationTest.</summary>
    [Fact]
    public void What_the_user_named_is_not_normalized()
    {
        SmallModel model = new SmallModel(ModelType.Unigram)
            .With("<B>", 0, PieceType.UserDefined).With("▁").With("b").With("<").With(">")
            .Normalizing(spec => spec.PrecompiledCharsmap = SmallModel.CharacterMap(("B", "b"), ("A", "b")));

        Assert.Equal("▁ b <B> b < b >", model.Pieces("B<B>A<b>"));
    }

    [Fact]
    public void The_longest_rule_counts() => Assert.Equal("xz", Mapped("ab", ("a", "y"), ("ab", "xz"), ("abc", "q")));

    [Fact]
    public void A_rule_may_leave_out_what_it_finds() => Assert.Equal("b", Mapped("aba", ("a", "")));

    [Theory]
    [InlineData(new byte[] { 1, 2 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 0 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 1, 2, 3, 4 })]
    public void Broken_rules_are_refused(byte[] blob) =>
        Assert.Throws<ModelCallException>(() => Unknowing(true, true, true).Normalizing(spec => spec.PrecompiledCharsmap = Google.Protobuf.ByteString.CopyFrom(blob)).Pieces("a"));

    private static string Mapped(string text, params (string, string)[] rules) =>
        Unknowing(false, false, false).Normalizing(spec => spec.PrecompiledCharsmap = SmallModel.CharacterMap(rules)).Pieces(text);

    private static string Normalized(string text, bool prefix, bool thinOut, bool mark) => Unknowing(prefix, thinOut, mark)
        .Normalizing(spec => spec.PrecompiledCharsmap = SmallModel.CharacterMap(("a", " A"), ("b", "B"), ("c", "D E"), ("d", " F G ")))
        .Pieces(text);

    /// <summary>A model without any piece, for which each text is one unknown piece: the normalized text.</summary>
    private static SmallModel Unknowing(bool prefix, bool thinOut, bool mark) => new SmallModel(ModelType.Unigram)
        .With("\u0001")
        .Normalizing(spec => (spec.AddDummyPrefix, spec.RemoveExtraWhitespaces, spec.EscapeWhitespaces) = (prefix, thinOut, mark));
}
