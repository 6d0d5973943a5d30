using FsCheck;
using FsCheck.Fluent;
using static KerasCompat.Testing.SentencePieces.TrainerSpec.Types;
using PieceType = KerasCompat.Testing.SentencePieces.ModelProto.Types.SentencePiece.Types.Type;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TokenizerOps.SentencePieces;

/// <summary>How texts are cut: the cases of SentencePiece's own tests (src/unigram_model_test.cc, bpe_model_test.cc, word_model_test.cc, char_model_test.cc).</summary>
public sealed class SegmenterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("abc", "abc")]
    [InlineData("abcd", "ab cd")]
    [InlineData("abcc", "abc c")]
    [InlineData("xabcabaabcdd", "x abc ab a ab cd d")]
    [InlineData("ABC", "ABC")]
    [InlineData("abABCcd", "ab ABC cd")]
    [InlineData("ababcdabcdcd", "ab abcdabcd cd")]
    [InlineData("abqrcd", "ab q r cd")]
    public void A_text_is_cut_alike_by_scores_and_by_merges(string text, string pieces)
    {
        foreach (ModelType type in (ModelType[])[ModelType.Unigram, ModelType.Bpe])
        {
            SmallModel model = new SmallModel(type).Plain()
                .With("ab", 0).With("cd", -0.1).With("abc", -0.2).With("a", -0.3).With("b", -0.4).With("c", -0.5)
                .With("ABC", -0.5, PieceType.UserDefined).With("abcdabcd", -0.5, PieceType.UserDefined)
                .With("q", -0.5, PieceType.UserDefined).With("r", -0.5, PieceType.UserDefined).With("qr", -0.5);

            Assert.Equal(pieces, model.Pieces(text));
        }
    }

    [Theory]
    [InlineData("aaa", "aa a")]
    [InlineData("aabb", "aa bb")]
    [InlineData("aaabbb", "aa a bb b")]
    [InlineData("aaaba", "aa ab a")]
    public void Merges_go_by_score_and_then_from_the_left(string text, string pieces) =>
        Assert.Equal(pieces, new SmallModel(ModelType.Bpe).Plain().With("aa", -0.1).With("bb", -0.2).With("ab", -0.3).With("a", -0.4).With("b", -0.5).Pieces(text));

    [Theory]
    [InlineData(true, new int[0], "abcd")]
    [InlineData(true, new[] { 3 }, "abc d")]
    [InlineData(true, new[] { 3, 5 }, "abc d")]
    [InlineData(true, new[] { 3, 4 }, "ab c d")]
    [InlineData(false, new int[0], "abcd")]
    [InlineData(false, new[] { 3 }, "abc d")]
    [InlineData(false, new[] { 3, 5 }, "abc d")]
    [InlineData(false, new[] { 3, 4 }, "ab cd")]
    public void Unused_pieces_are_not_used(bool byMerges, int[] unused, string pieces)
    {
        SmallModel model = new SmallModel(byMerges ? ModelType.Bpe : ModelType.Unigram).Plain().With("abcd", 10).With("abc", 5).With("ab", 2).With("cd", 1).With("a").With("b").With("c").With("d");
        Array.ForEach(unused, id => model.WithType(id, PieceType.Unused));

        Assert.Equal(pieces, model.Pieces("abcd"));
    }

    /// <summary>BPEModelTest.ControlSymbolsNoMergeTest.</summary>
    [Fact]
    public void Control_symbols_in_a_text_are_no_symbols() =>
        Assert.Equal("<s >", new SmallModel(ModelType.Bpe).Plain().With("<", -1).With("s", -1).With(">", -1).With("<s").Pieces("<s>"));

    [Theory]
    [InlineData("I saw a girl", "▁I ▁saw ▁a ▁girl")]
    [InlineData(" I  ", "▁I")]
    [InlineData("", "")]
    public void Words_are_what_spaces_mark(string text, string pieces) => Assert.Equal(pieces, new SmallModel(ModelType.Word).With("▁I").With("▁saw").With("▁a").With("▁girl").Pieces(text));

    [Fact]
    public void Characters_are_pieces_unless_the_user_named_more() =>
        Assert.Equal("▁ a b ABC c", new SmallModel(ModelType.Char).With("▁").With("a").With("b").With("c").With("ABC", 0, PieceType.UserDefined).Pieces("abABCc"));

    /// <summary>The best cut of all, found by trying them.</summary>
    [Fact]
    public void No_cut_has_a_higher_score() => Prop.ForAll(
        Gen.Elements("ab", "ba", "aab", "bb", "abba").ListOf().ToArbitrary(),
        Gen.Elements('a', 'b').ListOf().Where(letters => letters.Count is > 0 and < 9).ToArbitrary(),
        (pieces, letters) =>
        {
            string text = string.Concat(letters);
            var scores = new Dictionary<string, double>();
            SmallModel model = new SmallModel(ModelType.Unigram).Plain();
            foreach (string piece in pieces.Append("a").Append("b").Distinct())
            {
                scores[piece] = -1 - (scores.Count * 0.5) + (piece.Length * 0.25);
                model.With(piece, scores[piece]);
            }

            Assert.Equal(Best(text, scores), model.Pieces(text).Split(' ').Sum(piece => scores[piece]), 1e-4);
        }).QuickCheckThrowOnFailure();

    private static double Best(string text, Dictionary<string, double> scores) => text.Length == 0
        ? 0
        : scores.Where(piece => text.StartsWith(piece.Key, StringComparison.Ordinal)).Max(piece => piece.Value + Best(text[piece.Key.Length..], scores));

    [Fact]
    public void Words_that_are_control_symbols_are_refused() =>
        Assert.Throws<ModelCallException>(() => new SmallModel(ModelType.Word).Plain().With("a").Pieces("<s>"));
}
