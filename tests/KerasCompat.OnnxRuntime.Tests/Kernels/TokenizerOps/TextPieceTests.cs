using FsCheck;
using FsCheck.Fluent;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TokenizerOps;

/// <summary>Small ops of TensorFlow Text: bytes, bits, n-grams, trimming, origins of normalized text.</summary>
public sealed class TextPieceTests
{
    [Fact]
    public void Texts_are_divided_into_bytes()
    {
        ModelTensor[] rows = Run("TFText>ByteSplitWithOffsets", [DType.UInt8, DType.Int64, DType.Int32, DType.Int32], [Strings([3], "hé", "", "a")]);

        Assert.Equal([0x68, 0xC3, 0xA9, 0x61], rows[0].Values<byte>().ToArray());
        Assert.Equal([0L, 3, 3, 4], rows[1].Values<long>().ToArray());
        Assert.Equal([0, 1, 2, 0], rows[2].Values<int>().ToArray());
        Assert.Equal([1, 2, 3, 1], rows[3].Values<int>().ToArray());
    }

    [Fact]
    public void Texts_are_divided_where_offsets_say()
    {
        ModelTensor[] rows = Run("TFText>ByteSplitByOffsets", [DType.String, DType.Int64], [Strings([2], "hello", "hé"), Vector(0, 2, 0), Vector(2, 5, 3), Values([3], 0L, 2, 3)]);

        Assert.Equal(["he", "llo", "hé"], rows[0].Texts());
        Assert.Equal([0L, 2, 3], rows[1].Values<long>().ToArray());
    }

    [Theory]
    [InlineData(0, 6)]
    [InlineData(-1, 2)]
    [InlineData(3, 2)]
    public void Offsets_out_of_the_text_are_refused(int start, int end) => Assert.Throws<ModelCallException>(() =>
        Run("TFText>ByteSplitByOffsets", [DType.String, DType.Int64], [Strings([1], "hello"), Vector(start), Vector(end), Values([2], 0L, 1)]));

    [Fact]
    public void Characters_become_bits()
    {
        ModelTensor bits = Run(
            "TFText>Utf8Binarize", DType.Float32, [StringOps.KernelStrings.Bytes([0x61, 0xC3, 0xA9, 0x62], [0xFF])], ("word_length", Int(2)), ("bits_per_char", Int(8)), ("replacement_char", Int(3)));

        Assert.Equal([2, 16], bits.Dimensions());
        Assert.Equal("1000011010010111" + "1100000000000000", string.Concat(bits.Values<float>().ToArray()));
    }

    /// <summary>The example of tensorflow_text's ngrams: widths along the last dimension.</summary>
    [Fact]
    public void Words_are_joined_in_runs()
    {
        (string, Testing.TensorFlow.AttrValue)[] attributes = [("width", Int(2)), ("axis", Int(-1)), ("string_separator", Text("|"))];
        ModelTensor dense = Run("TFText>NgramsStringJoin", DType.String, [Strings([2, 3], "a", "b", "c", "d", "e", "f")], attributes);
        ModelTensor[] ragged = Run("TFText>NgramsStringJoin", [DType.String, DType.Int64, DType.Int64], [Strings([5], "a", "b", "c", "d", "e"), Values([2], 0L, 3), Values([4], 0L, 3, 4, 5)], attributes);

        Assert.Equal([2, 2], dense.Dimensions());
        Assert.Equal(["a|b", "b|c", "d|e", "e|f"], dense.Texts());
        Assert.Equal(["a|b", "b|c"], ragged[0].Texts());
        Assert.Equal([0L, 3], ragged[1].Values<long>().ToArray());
        Assert.Equal([0L, 2, 2, 2], ragged[2].Values<long>().ToArray());
    }

    [Fact]
    public void A_run_longer_than_the_rows_leaves_nothing() =>
        Assert.Equal([2, 0], Run("TFText>NgramsStringJoin", DType.String, [Strings([2, 1], "a", "b")], ("width", Int(2)), ("axis", Int(-1)), ("string_separator", Text(""))).Dimensions());

    /// <summary>Of segments of 3, 1 and 5 values one each, then one more of those that have some, up to the length.</summary>
    [Theory]
    [InlineData(7, "0 1 2", "10", "20 21 22")]
    [InlineData(6, "0 1 2", "10", "20 21")]
    [InlineData(4, "0 1", "10", "20")]
    [InlineData(2, "0", "10", "")]
    [InlineData(0, "", "", "")]
    [InlineData(20, "0 1 2", "10", "20 21 22 23 24")]
    public void Segments_share_a_length(int most, string first, string second, string third)
    {
        SavedModel.Graph.ConstantTensor[] inputs =
        [
            Scalar(most), Vector(0, 1, 2), Vector(10), Vector(20, 21, 22, 23, 24), Values([2], 0L, 3), Values([2], 0L, 1), Values([2], 0L, 5),
        ];
        (string, Testing.TensorFlow.AttrValue)[] attributes = [("N", Int(3)), ("T", Type(DType.Int32)), ("Tsplits", Type(DType.Int64))];
        ModelTensor[] trimmed = Run("TFText>RoundRobinTrim", [DType.Int32, DType.Int32, DType.Int32, DType.Int64, DType.Int64, DType.Int64], inputs, attributes);
        ModelTensor[] masks = Run("TFText>RoundRobinGenerateMasks", [DType.Bool, DType.Bool, DType.Bool], inputs, attributes);

        string[] expected = [first, second, third];
        for (int s = 0; s < 3; s++)
        {
            int count = expected[s].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
            Assert.Equal(expected[s], string.Join(' ', trimmed[s].Values<int>().ToArray()));
            Assert.Equal([0L, count], trimmed[3 + s].Values<long>().ToArray());
            Assert.Equal(masks[s].Values<bool>().ToArray().Select((_, i) => i < count), masks[s].Values<bool>().ToArray());
        }
    }

    [Fact]
    public void Each_row_has_the_length_for_itself()
    {
        ModelTensor[] trimmed = Run(
            "TFText>RoundRobinTrim",
            [DType.String, DType.String, DType.Int32, DType.Int32],
            [Scalar(3), Strings([4], "a", "b", "c", "d"), Strings([3], "e", "f", "g"), Vector(0, 3, 4), Vector(0, 2, 3)],
            ("N", Int(2)), ("T", Type(DType.String)), ("Tsplits", Type(DType.Int32)));

        Assert.Equal(["a", "b", "d"], trimmed[0].Texts());
        Assert.Equal(["e", "g"], trimmed[1].Texts());
        Assert.Equal([0, 2, 3], trimmed[2].Values<int>().ToArray());
        Assert.Equal([0, 1, 2], trimmed[3].Values<int>().ToArray());
    }

    /// <summary>One more value at a time goes to the segments in turn, until the length is reached: what the name says.</summary>
    [Fact]
    public void Values_are_given_out_in_turn() => Prop.ForAll(
        Gen.Choose(0, 6).ListOf().Where(sizes => sizes.Count is > 0 and < 5).ToArbitrary(),
        Gen.Choose(0, 15).ToArbitrary(),
        (sizes, most) =>
        {
            var kept = new int[sizes.Count];
            for (int left = most, round = 0; left > 0 && round < 6; round++)
            {
                for (int s = 0; s < kept.Length && left > 0; s++)
                {
                    (kept[s], left) = kept[s] < sizes[s] ? (kept[s] + 1, left - 1) : (kept[s], left);
                }
            }

            ModelTensor[] masks = Run(
                "TFText>RoundRobinGenerateMasks",
                [.. sizes.Select(_ => DType.Bool)],
                [Scalar(most), .. sizes.Select(size => Vector(new int[size])), .. sizes.Select(size => Values([2], 0L, size))],
                ("N", Int(sizes.Count)));

            Assert.Equal(kept, masks.Select(mask => mask.Values<bool>().ToArray().Count(keep => keep)));
        }).QuickCheckThrowOnFailure();

    /// <summary>FindSourceOffsetsTest of normalize_ops_test.py.</summary>
    [Fact]
    public void Normalized_texts_know_where_they_come_from()
    {
        ModelTensor[] results = Origins("NFKC", ["株式会社ＫＡＤＯＫＡＷＡ", "ＫＡＤＯＫＡＷＡ"], [0, 6, 12, 13, 14, 19, 20, 22, 0, 2, 4, 8], [0, 8, 12]);

        Assert.Equal(["株式会社KADOKAWA", "KADOKAWA"], results[0].Texts());
        Assert.Equal([0L, 6, 12, 15, 18, 33, 36, 36, 0, 6, 12, 24], results[1].Values<long>().ToArray());
    }

    [Theory]
    [InlineData("NFC", "xe\u0301y", "xéy", "0 1 4 4 5")]
    [InlineData("NFD", "éy", "e\u0301y", "0 2 2 2 3")]
    [InlineData("NFKC", "aﬁb", "afib", "0 1 4 4 5")]
    [InlineData("NFC", "\u1100\u1161\u11A8가", "각가", "0 9 9 9 10 11 12")]
    public void Places_within_what_was_replaced_are_its_end(string form, string text, string normalized, string origins)
    {
        long[] expected = [.. origins.Split(' ').Select(long.Parse)];
        ModelTensor[] results = Origins(form, [text], [.. Enumerable.Range(0, expected.Length).Select(i => (long)i)], [0, expected.Length]);

        Assert.Equal([normalized], results[0].Texts());
        Assert.Equal(expected, results[1].Values<long>().ToArray());
    }

    [Fact]
    public void Rows_without_offsets_have_no_map() => Assert.Equal([1L], Origins("NFC", ["ab"], [1], [0, 0, 1])[1].Values<long>().ToArray());

    [Fact]
    public void Maps_that_nobody_asks_are_refused() => Assert.Throws<ModelCallException>(() => Origins("NFC", ["ab", "c"], [1], [0, 1]));

    /// <summary>The parts of a text do not hang together: all at once becomes the same.</summary>
    [Fact]
    public void Parts_are_normalized_as_the_whole_is() => Prop.ForAll(
        Gen.Elements("a", "e\u0301", "\u0301", "\u0323", "ﬁ", "①", "\u1100", "\u1161", "\u11A8", "가", "Å", "\uFB1F", "é", "\u0344", "が", "\u3099").ListOf().ToArbitrary(),
        Gen.Elements("NFC", "NFD", "NFKC", "NFKD").ToArbitrary(),
        (parts, form) =>
        {
            string text = string.Concat(parts);

            Assert.Equal(
                Run("NormalizeUTF8", DType.String, [Strings([1], text)], ("normalization_form", Text(form))).Texts(),
                Origins(form, [text], [0], [0, 1])[0].Texts());
        }).QuickCheckThrowOnFailure();

    /// <summary>The example of the op's documentation.</summary>
    [Fact]
    public void Logits_say_where_tokens_begin()
    {
        int[][] labels = [[0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0], [0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]];
        float[] logits = [.. labels.SelectMany(row => row).SelectMany(label => (float[])[label == 0 ? 2 : 1, label == 0 ? 1 : 2])];
        ModelTensor[] rows = Run(
            "TokenizerFromLogits",
            [DType.String, DType.Int64, DType.Int64, DType.Int64],
            [Strings([2], "IloveFlume!", "and tensorflow"), Values([2, 14, 2], logits), Values([], true)]);

        Assert.Equal(["I", "love", "Flume", "!", "and", "tensorflow"], rows[0].Texts());
        Assert.Equal([0L, 4, 6], rows[1].Values<long>().ToArray());
        Assert.Equal([0L, 1, 5, 10, 0, 4], rows[2].Values<long>().ToArray());
        Assert.Equal([1L, 5, 10, 11, 3, 14], rows[3].Values<long>().ToArray());
    }

    [Fact]
    public void Logits_for_fewer_characters_are_refused() => Assert.Throws<ModelCallException>(() => Run(
        "TokenizerFromLogits", [DType.String, DType.Int64, DType.Int64, DType.Int64], [Strings([1], "ab"), Values([1, 1, 2], 0f, 1), Values([], true)]));

    private static ModelTensor[] Origins(string form, string[] texts, long[] offsets, long[] splits)
    {
        var program = new KernelPrograms("case");
        int normalized = program.Kernel("NormalizeUTF8WithOffsetsMap", [program.Constant(Strings([texts.Length], texts))], 2, [], ("normalization_form", Text(form)));
        int found = program.Kernel("FindSourceOffsets", [normalized + 1, program.Constant(Values([offsets.Length], offsets)), program.Constant(Values([splits.Length], splits))]);
        program.Output("text", DType.String, normalized).Output("offsets", DType.Int64, found);
        using OnnxModelEngine engine = new HandMadeModel(program.Program()).Load();
        IReadOnlyDictionary<string, ModelTensor> results = engine.Run("case");
        return [results["text"], results["offsets"]];
    }
}
