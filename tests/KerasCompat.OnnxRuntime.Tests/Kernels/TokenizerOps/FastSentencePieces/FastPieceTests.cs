using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.OnnxRuntime.Kernels.Tokenizers;
using KerasCompat.OnnxRuntime.Kernels.Tokenizers.FastSentencePieces;
using KerasCompat.OnnxRuntime.Tests.Kernels.TokenizerOps.FastBert;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TokenizerOps.FastSentencePieces;

/// <summary>Normalized texts of tensorflow_text/core/kernels/sentencepiece/optimized_encoder_test.cc; pieces by hand.</summary>
public sealed class FastPieceTests
{
    private static readonly string[] Pieces = ["<unk>", "<s>", "</s>", "▁a", "▁", "a", "b", "ab", "é"];
    private static readonly float[] Scores = [0, 0, 0, -1, -3, -2, -2, -3.5f, -2];

    [Theory]
    [InlineData("x  y", "▁x▁y")]
    [InlineData("\tx  y\n", "▁x▁y")]
    [InlineData("", "")]
    public void Space_is_merged_and_escaped(string text, string expected) =>
        Assert.Equal(expected, Normalized(text, merges: true, begins: true, escapes: true, [], ""));

    [Theory]
    [InlineData("ABAABAAABAAAA", false, "A1BA2BA3BA4")]
    [InlineData("XXABAABAAABAAAA", true, " A1BA2BA3BA4")]
    public void The_longest_text_is_replaced(string text, bool merges, string expected) =>
        Assert.Equal(expected, Normalized(text, merges, begins: false, escapes: false, [("A", 0), ("AA", 3), ("AAA", 6), ("AAAA", 9), ("X", 12)], "A1\0A2\0A3\0A4\0 \0"));

    [Theory]
    [InlineData("ab", false, false, false, "13 16")]
    [InlineData("b", false, false, false, "14 16")]
    [InlineData("axyé", false, false, false, "13 0 18")]
    [InlineData("a b", true, true, false, "1 13 14 16 2")]
    [InlineData("a b", true, true, true, "2 16 14 13 1")]
    [InlineData("", true, true, false, "1 2")]
    public void A_text_becomes_the_pieces_of_the_greatest_sum(string text, bool begin, bool end, bool reverse, string expected) =>
        Assert.Equal(expected, string.Join(' ', Tokenize([text], begin, end, reverse)[0].Values<int>().ToArray()));

    [Fact]
    public void Texts_are_cut_one_by_one()
    {
        ModelTensor[] rows = Tokenize(["a", "", "ab"], false, false, false);

        Assert.Equal([13, 13, 16], rows[0].Values<int>().ToArray());
        Assert.Equal([0, 1, 1, 3], rows[1].Values<int>().ToArray());
    }

    [Fact]
    public void A_text_with_no_way_through_has_no_pieces()
    {
        var encoder = new FastPieceEncoder(Encoder(unknown: -1));

        encoder.Add("ax"u8, false, false, false, TestContext.Current.CancellationToken);

        Assert.Empty(encoder.Pieces);
    }

    [Fact]
    public void Pieces_become_texts() =>
        Assert.Equal(["a b", "", "ab"], Detokenize([13, 14, 16, 15, 16], [0, 3, 3, 5]));

    [Theory]
    [InlineData(9, new long[] { 0, 1 })]
    [InlineData(19, new long[] { 0, 1 })]
    [InlineData(int.MinValue, new long[] { 0, 1 })]
    [InlineData(13, new long[] { 0, 2 })]
    [InlineData(13, new long[] { 1, 1 })]
    [InlineData(13, new long[] { 0, 1, 0 })]
    [InlineData(13, new long[0])]
    public void What_is_no_piece_or_row_is_refused(int id, long[] splits) => Assert.Throws<ModelCallException>(() => Detokenize([id], splits));

    /// <summary>Whatever a model holds, it is read, or refused.</summary>
    [Fact]
    public void Damaged_models_are_refused_or_read()
    {
        byte[] whole = Encoder(unknown: 0), texts = Decoder();
        Gen<(int At, byte Value)[]> changes = Gen.Choose(0, Math.Max(whole.Length, texts.Length) - 1).Zip(Gen.Choose(0, byte.MaxValue), (at, value) => (at, (byte)value)).ArrayOf();

        Prop.ForAll(Arb.From(changes), edits =>
        {
            Exception? thrown = Record.Exception(() =>
            {
                var encoder = new FastPieceEncoder(Damaged(whole, edits));
                encoder.Add("ab a éx"u8, true, true, false, TestContext.Current.CancellationToken);
                new FastPieceDecoder(Damaged(texts, edits)).Decode([13, 14]);
            });
            Assert.True(thrown is null or KernelException, thrown?.ToString());
        }).QuickCheckThrowOnFailure();
    }

    private static byte[] Damaged(byte[] whole, (int At, byte Value)[] edits)
    {
        byte[] copy = [.. whole];
        foreach ((int at, byte value) in edits)
        {
            copy[at % copy.Length] = value;
        }

        return copy;
    }

    private static string Normalized(string text, bool merges, bool begins, bool escapes, (string Key, int Value)[] keys, string replacements)
    {
        FlatWriter config = Head(-1).Flag(merges).Flag(begins).Flag(escapes);
        config = keys.Length == 0 ? config.Absent().Absent() : config.Table(Trie([.. keys])).Text(replacements);
        return Encoding.UTF8.GetString([.. new FastPieceNormalizer(new FlatTable(config.Write())).Normalize(Encoding.UTF8.GetBytes(text))]);
    }

    private static FlatWriter Trie(params (string Key, int Value)[] keys) =>
        new FlatWriter().List(DoubleArrayWriter.Write([.. keys.Select(key => (Encoding.UTF8.GetBytes(key.Key), key.Value))]), sizeof(uint));

    private static FlatWriter Head(int unknown) => new FlatWriter()
        .Flag(false).Integer(1).Integer(2).Integer(unknown).Number(-10).Integer(10)
        .Table(Trie([.. Pieces.Select((piece, i) => (piece, i)).Skip(3)]))
        .List(MemoryMarshal.AsBytes(Scores.AsSpan()).ToArray(), sizeof(float));

    private static byte[] Encoder(int unknown) => Head(unknown).Flag(true).Flag(true).Flag(true).Absent().Absent().Write();

    private static byte[] Decoder() =>
        new FlatWriter().Flag(false).Integer(10).Texts([.. Pieces.Select((piece, i) => i is 1 or 2 ? "" : piece.Replace('▁', ' '))]).Absent().Absent().Flag(true).Write();

    private static ModelTensor[] Tokenize(string[] texts, bool begin, bool end, bool reverse) => Run(
        "TFText>FastSentencepieceTokenize",
        [DType.Int32, DType.Int32],
        [Bytes(Encoder(unknown: 0)), Strings([texts.Length], texts), Scalar(0), Values([], 1f), Values([], begin), Values([], end), Values([], reverse)],
        ("out_type", Type(DType.Int32)));

    private static string[] Detokenize(int[] ids, long[] splits) =>
        Run("TFText>FastSentencepieceDetokenize", DType.String, [Bytes(Decoder()), Vector(ids), Values([splits.Length], splits)]).Texts();

    private static SavedModel.Graph.ConstantTensor Bytes(byte[] model) => Values([model.Length], model);
}
