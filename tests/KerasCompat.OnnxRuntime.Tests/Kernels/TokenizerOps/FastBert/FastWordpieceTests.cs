using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Kernels.Tokenizers.FastBert;
using KerasCompat.SavedModel.Graph;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TokenizerOps.FastBert;

/// <summary>Cases of TensorFlow Text's own tests (fast_wordpiece_tokenizer_test.cc), and a naive tokenizer.</summary>
public sealed class FastWordpieceTests
{
    private static readonly DType[] Outputs = [DType.String, DType.Int64, DType.Int64, DType.Int64, DType.Int64];

    private static readonly string[] Vocabulary = ["a", "abc", "abcdefghi", "##de", "##defgxy", "##deh", "##f", "##ghz", "[UNK]", "dhz", "xy", "d", "."];

    [Theory]
    [InlineData("abcdefghz", "1 3 6 7", "0 3 5 6", "3 5 6 9")]
    [InlineData("abcd", "8", "0", "4")]
    [InlineData("", "", "", "")]
    [InlineData("a", "0", "0", "1")]
    [InlineData("abcdefgx", "8", "0", "8")]
    [InlineData("abcdehf", "1 5 6", "0 3 6", "3 6 7")]
    public void A_word_becomes_its_longest_pieces(string word, string ids, string starts, string limits)
    {
        ModelTensor[] rows = Tokenize(WordpieceModelWriter.Write(Vocabulary, cutsTexts: false), word);

        Assert.Equal(ids, Written(rows[1]));
        Assert.Equal(starts, Written(rows[3]));
        Assert.Equal(limits, Written(rows[4]));
    }

    [Fact]
    public void Pieces_within_a_word_have_the_suffix_indicator() =>
        Assert.Equal(["abc", "##de", "##f", "##ghz"], Tokenize(WordpieceModelWriter.Write(Vocabulary, cutsTexts: false), "abcdefghz")[0].Texts());

    [Fact]
    public void A_word_may_begin_with_the_suffix_indicator() => Assert.Equal(["##de", "##f"], Tokenize(WordpieceModelWriter.Write(Vocabulary, cutsTexts: false), "##def")[0].Texts());

    [Fact]
    public void The_suffix_indicator_alone_is_what_the_model_says() => Assert.Equal(["[UNK]"], Tokenize(WordpieceModelWriter.Write(Vocabulary, cutsTexts: false), "##")[0].Texts());

    [Theory]
    [InlineData(" abc  xy.a ", "abc|xy|.|a", "1 6 8 9", "4 8 9 10")]
    [InlineData("abcd.", "[UNK]|.", "0 4", "4 5")]
    [InlineData("abcz xy", "[UNK]|xy", "0 5", "4 7")]
    [InlineData("漢a,", "[UNK]|a|[UNK]", "0 3 4", "3 4 5")]
    [InlineData("…a", "[UNK]|a", "0 3", "3 4")]
    [InlineData("abcdeabcde xy", "[UNK]|xy", "0 11", "10 13")]
    [InlineData("éa ..", "[UNK]|.|.", "0 4 5", "3 5 6")]
    public void A_text_is_cut_at_white_space_and_signs(string text, string pieces, string starts, string limits)
    {
        ModelTensor[] rows = Tokenize(WordpieceModelWriter.Write(Vocabulary, cutsTexts: true, mostBytes: 9), text);

        Assert.Equal(pieces.Split('|'), rows[0].Texts());
        Assert.Equal(starts, Written(rows[3]));
        Assert.Equal(limits, Written(rows[4]));
    }

    [Fact]
    public void Words_are_cut_as_a_naive_tokenizer_cuts_them()
    {
        byte[] buffer = WordpieceModelWriter.Write(["[UNK]", "a", "ab", "abab", "##a", "##ba", "##abb", "##bbb", "b", "bb", "."], cutsTexts: true);
        Prop.ForAll(
            Gen.Elements('a', 'b', 'b', ' ', '.', 'x').ListOf().ToArbitrary(),
            letters =>
            {
                string text = string.Concat(letters);
                var model = new FastWordpieceModel(buffer);
                var tokenizer = new FastWordpieceTokenizer(model);
                tokenizer.Add(Encoding.UTF8.GetBytes(text));

                Assert.Equal(
                    text.Replace(".", " . ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(Naive),
                    tokenizer.Pieces.Select(piece => piece.Id == model.UnknownId ? "[UNK]" : (piece.IsSuffix ? "##" : "") + text[piece.Start..piece.Limit]));
            }).QuickCheckThrowOnFailure();
    }

    private static IEnumerable<string> Naive(string word)
    {
        string[] vocabulary = ["a", "ab", "abab", "##a", "##ba", "##abb", "##bbb", "b", "bb", "."];
        var pieces = new List<string>();
        for (string rest = word; rest != "##" && rest.Length > 0;)
        {
            string? longest = vocabulary.Where(piece => rest.StartsWith(piece, StringComparison.Ordinal)).MaxBy(piece => piece.Length);
            if (longest is null)
            {
                return ["[UNK]"];
            }

            pieces.Add(longest);
            rest = "##" + rest[longest.Length..];
        }

        return pieces;
    }

    /// <summary>The example of the op's documentation, and a suffix at the start of a text.</summary>
    [Fact]
    public void Pieces_become_texts()
    {
        byte[] model = WordpieceModelWriter.Write(["a", "ab", "##c", "abc", "##d", "[UNK]"], cutsTexts: false);

        Assert.Equal(["a abc", "abcd", "##c", ""], Run("TFText>FastWordpieceDetokenize", DType.String, [Vector(0, 1, 2, 3, 4, 2), Values([5], 0L, 3, 5, 6, 6), Values([model.Length], model)]).Texts());
    }

    [Fact]
    public void A_piece_that_the_vocabulary_does_not_have_is_refused()
    {
        byte[] model = WordpieceModelWriter.Write(["a", "[UNK]"], cutsTexts: false);

        Assert.Throws<ModelCallException>(() => Run("TFText>FastWordpieceDetokenize", DType.String, [Vector(2), Values([2], 0L, 1), Values([model.Length], model)]));
    }

    [Fact]
    public void Broken_models_are_refused_or_read()
    {
        byte[] whole = WordpieceModelWriter.Write(Vocabulary, cutsTexts: true);
        DamagedBytes.AreRefusedOrRead(whole, broken => new FastWordpieceTokenizer(new FastWordpieceModel(broken)).Add("abcdefghz. abcd ##de 漢"u8)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    /// <summary>The examples of fast_bert_normalizer.h.</summary>
    [Theory]
    [InlineData("ABC", "abc", "0 1 2 3")]
    [InlineData("BA\u0300C", "bac", "0 1 4 5")]
    [InlineData("a\u0389", "a\u03B7", "0 1 1 3")]
    [InlineData("a\u0300", "a", "0 3")]
    [InlineData("xy", "xy", "0 1 2")]
    [InlineData("\0x", " x", "0 1 2")]
    [InlineData("", "", "0")]
    public void Characters_are_replaced(string text, string expected, string offsets)
    {
        (string From, string To)[] rules = [("A", "a"), ("B", "b"), ("C", "c"), ("\u0389", "\u03B7"), ("\u0300", "")];
        byte[] pool = [.. rules.SelectMany(rule => Encoding.UTF8.GetBytes(rule.To)), (byte)' '];
        int at = 0;
        var keys = new List<(byte[], int)>();
        foreach ((string from, string to) in rules)
        {
            int length = Encoding.UTF8.GetByteCount(to);
            keys.Add((Encoding.UTF8.GetBytes(from), 0x4000_0000 | (at << 6) | length));
            at += length;
        }

        byte[] model = new FlatWriter().Flag(true).List(DoubleArrayWriter.Write([.. keys]), 4).Integer(0x4000_0000 | (at << 6) | 1).List(pool, 1).Write();
        ConstantTensor[] inputs = [Strings([1], text), Values([model.Length], model)];
        ModelTensor[] rows = Run("FastBertNormalize", [DType.String, DType.Int64, DType.Int64], inputs, ("get_offsets", StringOps.KernelStrings.Flag(true)));

        Assert.Equal([expected], rows[0].Texts());
        Assert.Equal(offsets, Written(rows[1]));
        Assert.Equal([0L, rows[1].Shape[0]], rows[2].Values<long>().ToArray());
        Assert.Equal([0L, 0], Run("FastBertNormalize", [DType.String, DType.Int64, DType.Int64], inputs)[2].Values<long>().ToArray());
    }

    private static ModelTensor[] Tokenize(byte[] model, params string[] texts) =>
        Run("TFText>FastWordpieceTokenizeWithOffsets", Outputs, [Strings([texts.Length], texts), Values([model.Length], model)]);

    private static string Written(ModelTensor tensor) => string.Join(' ', tensor.Values<long>().ToArray());
}
