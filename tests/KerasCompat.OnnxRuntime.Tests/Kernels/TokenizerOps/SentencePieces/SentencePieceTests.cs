using System.Text;
using FsCheck;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;
using static KerasCompat.Testing.SentencePieces.TrainerSpec.Types;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TokenizerOps.SentencePieces;

/// <summary>The ops: the cases of SentencePiece's and TensorFlow Text's own tests (src/sentencepiece_processor_test.cc, sentencepiece_tokenizer_test.py).</summary>
public sealed class SentencePieceTests
{
    private static SmallModel Lamp => new SmallModel(ModelType.Unigram)
        .With("▁I", -1).With("▁l", -1).With("o", -1).With("ve", -1).With("amp", -1).With(".", -1).With("v", -3).With("e", -3);

    private static SmallModel Abc => new SmallModel(ModelType.Unigram).With("a", 0).With("b", 0.3).With("c", 0.2).With("ab", 1).With("▁", 3);

    /// <summary>testTokenizeAndDetokenizeWithOffsetsScalar.</summary>
    [Fact]
    public void Pieces_have_the_places_of_the_text_that_they_come_from()
    {
        ModelTensor[] rows = Lamp.Tokenize(DType.String, ["I love lamp.", "", " I "]);

        Assert.Equal(["▁I", "▁l", "o", "ve", "▁l", "amp", ".", "▁I"], rows[0].Texts());
        Assert.Equal([0L, 7, 7, 8], rows[1].Values<long>().ToArray());
        Assert.Equal([0L, 1, 3, 4, 6, 8, 11, 1], rows[2].Values<long>().ToArray());
        Assert.Equal([1L, 3, 4, 6, 8, 11, 12, 2], rows[3].Values<long>().ToArray());
    }

    [Theory]
    [InlineData(false, false, false, "7 6 5")]
    [InlineData(true, false, false, "1 7 6 5")]
    [InlineData(false, true, false, "7 6 5 2")]
    [InlineData(false, false, true, "5 6 7")]
    [InlineData(true, true, false, "1 7 6 5 2")]
    [InlineData(true, true, true, "2 5 6 7 1")]
    public void Symbols_are_added_at_both_ends_before_all_is_turned_around(bool bos, bool eos, bool reverse, string ids)
    {
        ModelTensor[] rows = Abc.Tokenize(DType.Int32, ["abc"], bos, eos, reverse);

        Assert.Equal(ids, string.Join(' ', rows[0].Values<int>().ToArray()));
    }

    /// <summary>TensorFlow Text gives symbols the places 0 and 0 (transformExpected in its test).</summary>
    [Fact]
    public void Added_symbols_have_no_place()
    {
        ModelTensor[] rows = Abc.Tokenize(DType.Int32, ["cc"], bos: true, eos: true);

        Assert.Equal([0L, 0, 0, 1, 0], rows[2].Values<long>().ToArray());
        Assert.Equal([0L, 0, 1, 2, 0], rows[3].Values<long>().ToArray());
    }

    /// <summary>SentencepieceProcessorTest.EncodeTest: unknown sequences.</summary>
    [Fact]
    public void What_is_unknown_is_one_piece()
    {
        ModelTensor[] rows = new SmallModel(ModelType.Unigram).With("▁ABC", -1).With("▁D", -1).Tokenize(DType.String, ["ABC DEF"]);

        Assert.Equal(["▁ABC", "▁D", "EF"], rows[0].Texts());
        Assert.Equal([0L, 3, 5], rows[2].Values<long>().ToArray());
        Assert.Equal([3L, 5, 7], rows[3].Values<long>().ToArray());
    }

    /// <summary>SentencepieceProcessorTest.EncodeTest: byte fallback.</summary>
    [Fact]
    public void What_is_unknown_may_be_its_bytes()
    {
        ModelTensor[] rows = new SmallModel(ModelType.Unigram).With("▁ABC", -1).With("▁D", -1).WithBytes().Tokenize(DType.String, ["ABC DEFあ"]);

        Assert.Equal(["▁ABC", "▁D", "<0x45>", "<0x46>", "<0xE3>", "<0x81>", "<0x82>"], rows[0].Texts());
        Assert.Equal([0L, 3, 5, 6, 7, 7, 7], rows[2].Values<long>().ToArray());
        Assert.Equal([3L, 5, 6, 7, 7, 7, 10], rows[3].Values<long>().ToArray());
    }

    /// <summary>SentencepieceProcessorTest.EncodeTest: one to many normalization.</summary>
    [Fact]
    public void A_piece_that_shares_its_character_with_the_next_has_no_length()
    {
        ModelTensor[] rows = new SmallModel(ModelType.Unigram).With("▁株式", -1).With("会社", -1)
            .Normalizing(spec => spec.PrecompiledCharsmap = SmallModel.CharacterMap(("㍿", "株式会社")))
            .Tokenize(DType.Int32, ["㍿"]);

        Assert.Equal([3, 4], rows[0].Values<int>().ToArray());
        Assert.Equal([0L, 0], rows[2].Values<long>().ToArray());
        Assert.Equal([0L, 3], rows[3].Values<long>().ToArray());
    }

    [Theory]
    [InlineData(null, true, "ABC \u2047  DEFG HI")]
    [InlineData("", true, "ABC DEFG HI")]
    [InlineData("<UNK>", true, "ABC<UNK> DEFG HI")]
    [InlineData("", false, " ABC DEFG HI")]
    public void Pieces_become_a_text(string? unknown, bool strips, string expected)
    {
        SmallModel model = new SmallModel(ModelType.Unigram).With("▁ABC").With("▁DE").With("F").With("G▁H")
            .Normalizing(spec => (spec.AddDummyPrefix, spec.RemoveExtraWhitespaces) = (strips, strips));
        if (unknown is not null)
        {
            model.Proto.TrainerSpec.UnkSurface = Google.Protobuf.ByteString.CopyFromUtf8(unknown);
        }

        Assert.Equal(expected, model.Detokenize(Strings([8], "<s>", "▁ABC", "<unk>", "▁DE", "F", "G▁H", "I", "</s>")));
    }

    [Fact]
    public void Bytes_become_characters_where_they_make_some()
    {
        string[] pieces = ["<s>", "A", "B", "<0xE3>", "<0x81>", "<0x82>", "<0x5A>", "<0xCE>", "<0xA9>", "C", "<0xE0>", "<0x80>", "<0xE3>", "<0x81>", "<0x84>", "<0xEF>", "<0xBF>", "<0xBD>"];

        Assert.Equal("ABあZΩC\uFFFD\uFFFDい\uFFFD", new SmallModel(ModelType.Unigram).With("A").With("B").With("C").WithBytes().Detokenize(Strings([pieces.Length], pieces)));
    }

    [Theory]
    [InlineData(false, "abc")]
    [InlineData(true, "cba")]
    public void Numbers_become_a_text(bool reverse, string expected) => Assert.Equal(expected, Abc.Detokenize(Vector(3, 4, 5), reverse));

    [Theory]
    [InlineData(127)]
    [InlineData(-1)]
    public void A_number_that_is_no_piece_is_refused(int id)
    {
        Assert.Throws<ModelCallException>(() => Abc.Detokenize(Vector(3, id)));
        Assert.Throws<ModelCallException>(() => Abc.Run("SentencepieceIdToStringOp", [DType.String], [Vector(id)]));
    }

    [Fact]
    public void Pieces_have_numbers()
    {
        Assert.Equal([8], Abc.Run("SentencepieceVocabSizeOp", [DType.Int32], [])[0].Values<int>().ToArray());
        Assert.Equal(["<unk>", "</s>", "ab"], Abc.Run("SentencepieceIdToStringOp", [DType.String], [Vector(0, 2, 6)])[0].Texts());
        Assert.Equal([1, 6, 0, 0], Abc.Run("SentencepieceStringToIdOp", [DType.Int32], [Strings([4], "<s>", "ab", "e", "")])[0].Values<int>().ToArray());
    }

    [Fact]
    public void Symbols_that_the_model_does_not_have_are_refused()
    {
        SmallModel model = new(ModelType.Unigram);
        model.Proto.TrainerSpec.EosPiece = Google.Protobuf.ByteString.CopyFromUtf8("__EOS__");

        Assert.Throws<ModelCallException>(() => model.With("a").Tokenize(DType.Int32, ["a"], eos: true));
    }

    [Fact]
    public void Cuts_drawn_by_lot_are_refused() =>
        Assert.Throws<ModelCallException>(() => Abc.Run(
            "SentencepieceTokenizeOp", [DType.Int32, DType.Int64], [Strings([1], "abc"), Scalar(-1), Values([], 0.5f), Values([], false), Values([], false), Values([], false)]));

    [Theory]
    [InlineData("")]
    [InlineData("__NOT_A_PROTO__")]
    public void What_is_no_model_is_refused(string bytes) => Assert.Throws<KernelException>(() => SentencePieceModel.Parse(Encoding.UTF8.GetBytes(bytes)));

    [Fact]
    public void Broken_models_are_refused_or_read()
    {
        byte[] whole = Abc.Normalizing(_ => { }).Attribute().S.ToByteArray();
        DamagedBytes.AreRefusedOrRead(whole, broken => new PieceEncoder(SentencePieceModel.Parse(broken)).Encode("a b abc"u8, default, wantTexts: true)).QuickCheckThrowOnFailure();
    }
}
