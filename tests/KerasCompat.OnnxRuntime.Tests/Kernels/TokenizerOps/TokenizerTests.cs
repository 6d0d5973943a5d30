using FsCheck;
using FsCheck.Fluent;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;
using static KerasCompat.OnnxRuntime.Tests.Kernels.StringOps.KernelStrings;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TokenizerOps;

/// <summary>The examples of TensorFlow Text's documentation and tests.</summary>
public sealed class TokenizerTests
{
    [Theory]
    [InlineData("don't", "don|'|##t", "0,3,4", "3,4,5")]
    [InlineData("treadness", "tread|##ness", "0,5", "5,9")]
    [InlineData("unknown", "[UNK]", "0", "7")]
    [InlineData("tread\u00E9", "[UNK]", "0", "7")]
    public void A_word_becomes_its_longest_pieces(string word, string pieces, string starts, string limits)
    {
        ModelTensor[] rows = Wordpiece([word], ["don", "'", "##'", "##t", "tread", "##ness", "##n"]);

        // The apostrophe is inside of the word.
        Assert.Equal(pieces.Replace("|'|", "|##'|", StringComparison.Ordinal).Split('|'), rows[0].Texts());
        Assert.Equal(starts, string.Join(',', rows[2].Values<long>().ToArray()));
        Assert.Equal(limits, string.Join(',', rows[3].Values<long>().ToArray()));
    }

    [Fact]
    public void Words_have_lengths_or_splits_of_their_pieces()
    {
        Assert.Equal([1L, 2, 0], Wordpiece(["a", "ab", ""], ["a", "##b"])[1].Values<long>().ToArray());
        Assert.Equal([0L, 1, 3], Wordpiece(["a", "ab"], ["a", "##b"], ("output_row_partition_type", StringOps.KernelStrings.Text("row_splits")))[1].Values<long>().ToArray());
    }

    [Fact]
    public void A_word_may_stay_whole_or_be_split_where_it_is_unknown()
    {
        Assert.Equal(["xyz"], Wordpiece(["xyz"], ["a"], ("use_unknown_token", Flag(false)))[0].Texts());
        Assert.Equal(["a", "##\u00E9", "##b"], Wordpiece(["aéb"], ["a", "##b"], ("use_unknown_token", Flag(false)), ("split_unknown_characters", Flag(true)))[0].Texts());
        Assert.Equal(["[UNK]"], Wordpiece(["aaaa"], ["a", "##a"], ("max_bytes_per_word", Int(3)))[0].Texts());
    }

    [Theory]
    [InlineData("hi there,you", "( |,)", ",", "hi|there|,|you", "0,3,8,9", "2,8,9,12")]
    [InlineData("a  b", "( )", "", "a|b", "0,3", "1,4")]
    [InlineData(" a ", "( )", " ", " |a| ", "0,1,2", "1,2,3")]
    [InlineData("", "( )", "", "", "", "")]
    [InlineData("漢字a", "(\\p{Han})", "\\p{Han}", "漢|字|a", "0,3,6", "3,6,7")]
    public void A_text_is_split_at_a_pattern(string text, string delimiter, string keep, string tokens, string starts, string limits)
    {
        ModelTensor[] rows = Run(
            "RegexSplitWithOffsets", [DType.String, DType.Int64, DType.Int64, DType.Int64], [Strings([1], text), Strings([], delimiter), Strings([], keep)]);

        Assert.Equal(tokens.Split('|', StringSplitOptions.RemoveEmptyEntries), rows[0].Texts());
        Assert.Equal(starts, string.Join(',', rows[1].Values<long>().ToArray()));
        Assert.Equal(limits, string.Join(',', rows[2].Values<long>().ToArray()));
        Assert.Equal([0L, rows[0].Strings.Length], rows[3].Values<long>().ToArray());
    }

    [Fact]
    public void A_delimiter_without_a_group_is_refused() =>
        Assert.Throws<ModelCallException>(() => Run("RegexSplitWithOffsets", [DType.String, DType.Int64, DType.Int64, DType.Int64], [Strings([1], "a"), Strings([], " "), Strings([], "")]));

    [Fact]
    public void White_space_is_what_the_configuration_says()
    {
        byte[] config = new byte[8];
        config[' ' >> 3] |= 1 << (' ' & 7);
        ModelTensor[] rows = Run("WhitespaceTokenizeWithOffsetsV2", [DType.String, DType.Int64, DType.Int32, DType.Int32], [Strings([2], " é b", "\t"), Bytes(config)]);

        Assert.Equal(["é", "b", "\t"], rows[0].Texts());
        Assert.Equal([0L, 2, 3], rows[1].Values<long>().ToArray());
        Assert.Equal([1, 4, 0], rows[2].Values<int>().ToArray());
        Assert.Equal([3, 5, 1], rows[3].Values<int>().ToArray());
    }

    [Fact]
    public void Characters_are_grouped_between_white_space()
    {
        int[] characters = ['a', 'b', ' ', 0x3000, 'c', ' '];
        ModelTensor[] rows = Run(
            "WhitespaceTokenizeWithOffsets", [DType.Int32, DType.Int64, DType.Int64, DType.Int64, DType.Int64], [Values([6], characters), Values([3], 0L, 6, 6)]);

        Assert.Equal(['a', 'b', 'c'], rows[0].Values<int>().ToArray());
        Assert.Equal([0L, 2, 3], rows[1].Values<long>().ToArray());
        Assert.Equal([0L, 4], rows[2].Values<long>().ToArray());
        Assert.Equal([2L, 5], rows[3].Values<long>().ToArray());
        Assert.Equal([0L, 2, 2], rows[4].Values<long>().ToArray());
    }

    [Theory]
    [InlineData(false, new[] { 0L, 5, 6 }, new[] { 5L, 6, 8 })]
    [InlineData(true, new[] { 0L, 5, 6, 8 }, new[] { 5L, 6, 8, 9 })]
    public void Characters_are_grouped_by_their_script(bool keepWhitespace, long[] starts, long[] limits)
    {
        int[] characters = ['h', 'e', 'l', 'l', 'o', '.', 0x4E2D, 0x6587, ' '];
        ModelTensor[] rows = Run(
            "UnicodeScriptTokenizeWithOffsets",
            [DType.Int32, DType.Int64, DType.Int64, DType.Int64, DType.Int64],
            [Values([9], characters), Values([2], 0L, 9)],
            ("keep_whitespace", Flag(keepWhitespace)));

        Assert.Equal(starts, rows[2].Values<long>().ToArray());
        Assert.Equal(limits, rows[3].Values<long>().ToArray());
    }

    /// <summary>The example of tf.strings.unicode_script.</summary>
    [Fact]
    public void A_character_has_ICUs_number_of_its_script() =>
        Assert.Equal([25, 0, -1, 17, 103], Run("UnicodeScript", DType.Int32, [Vector('a', '.', -1, 0x6F22, 0x378)]).Values<int>().ToArray());

    [Fact]
    public void Labels_say_where_tokens_begin()
    {
        ModelTensor[] rows = Run(
            "SplitMergeTokenizeWithOffsets",
            [DType.String, DType.Int64, DType.Int64, DType.Int64],
            [Strings([1], "ab cd"), Vector(0, 1, 0, 1, 1), Vector(0, 5)],
            ("force_split_at_break_character", Flag(true)));

        Assert.Equal(["ab", "cd"], rows[0].Texts());
        Assert.Equal([0L, 3], rows[2].Values<long>().ToArray());
        Assert.Equal([2L, 5], rows[3].Values<long>().ToArray());
    }

    [Theory]
    [InlineData("NFC", "e\u0301", "é")]
    [InlineData("nfd", "é", "e\u0301")]
    [InlineData("NFKC", "ﬁ①", "fi1")]
    [InlineData("NFKD", "ﬁé", "fie\u0301")]
    public void Texts_have_normal_forms(string form, string text, string expected) =>
        Assert.Equal([expected], Run("NormalizeUTF8", DType.String, [Strings([1], text)], ("normalization_form", StringOps.KernelStrings.Text(form))).Texts());

    /// <summary>Rows of Python's unicodedata.normalize: the text, NFC, NFD, NFKC, NFKD.</summary>
    [Theory]
    [InlineData("\U0001D531\U00002F16\U0001F143\U000033E0", "\U0001D531\U00002F16\U0001F143\U000033E0", "\U0001D531\U00002F16\U0001F143\U000033E0", "\U00000074\U00005338\U00000054\U00000031\U000065E5", "\U00000074\U00005338\U00000054\U00000031\U000065E5")]
    [InlineData("\U0002F961\U0001D764\U0001F134\U0001D627", "\U00025BAB\U0001D764\U0001F134\U0001D627", "\U00025BAB\U0001D764\U0001F134\U0001D627", "\U00025BAB\U0000039F\U00000045\U00000066", "\U00025BAB\U0000039F\U00000045\U00000066")]
    [InlineData("\U0000FEE5\U000001FD\U0000FC76\U0002F8C3", "\U0000FEE5\U000001FD\U0000FC76\U00006469", "\U0000FEE5\U000000E6\U00000301\U0000FC76\U00006469", "\U00000646\U000001FD\U0000062B\U00000631\U00006469", "\U00000646\U000000E6\U00000301\U0000062B\U00000631\U00006469")]
    [InlineData("\U00002DE4\U0001D60E\U0000038A\U00001E82", "\U00002DE4\U0001D60E\U0000038A\U00001E82", "\U00002DE4\U0001D60E\U00000399\U00000301\U00000057\U00000301", "\U00002DE4\U00000047\U0000038A\U00001E82", "\U00002DE4\U00000047\U00000399\U00000301\U00000057\U00000301")]
    [InlineData("\U00001AC5\U0000F90A\U0000FC92\U000024E6", "\U00001AC5\U000091D1\U0000FC92\U000024E6", "\U00001AC5\U000091D1\U0000FC92\U000024E6", "\U00001AC5\U000091D1\U0000064A\U00000632\U00000077", "\U00001AC5\U000091D1\U0000064A\U00000632\U00000077")]
    [InlineData("\U0000F954\U0000FF59\U00000ECB\U00011235", "\U000051DC\U0000FF59\U00011235\U00000ECB", "\U000051DC\U0000FF59\U00011235\U00000ECB", "\U000051DC\U00000079\U00011235\U00000ECB", "\U000051DC\U00000079\U00011235\U00000ECB")]
    [InlineData("\U00002DE6\U0000012C\U0001EE9B\U0000213B", "\U00002DE6\U0000012C\U0001EE9B\U0000213B", "\U00002DE6\U00000049\U00000306\U0001EE9B\U0000213B", "\U00002DE6\U0000012C\U0000063A\U00000046\U00000041\U00000058", "\U00002DE6\U00000049\U00000306\U0000063A\U00000046\U00000041\U00000058")]
    [InlineData("\U0000FA40\U0000302E\U00001F67\U0002F86F", "\U000061F2\U0000302E\U00001F67\U00005BE7", "\U000061F2\U0000302E\U000003C9\U00000314\U00000342\U00005BE7", "\U000061F2\U0000302E\U00001F67\U00005BE7", "\U000061F2\U0000302E\U000003C9\U00000314\U00000342\U00005BE7")]
    [InlineData("\U0000F99B\U00001E99\U0002F850\U0002F971", "\U0000934A\U00001E99\U00005207\U00004334", "\U0000934A\U00000079\U0000030A\U00005207\U00004334", "\U0000934A\U00001E99\U00005207\U00004334", "\U0000934A\U00000079\U0000030A\U00005207\U00004334")]
    [InlineData("\U00000655\U00001DEE\U0001D504\U0001D500", "\U00000655\U00001DEE\U0001D504\U0001D500", "\U00000655\U00001DEE\U0001D504\U0001D500", "\U00000655\U00001DEE\U00000041\U00000077", "\U00000655\U00001DEE\U00000041\U00000077")]
    public void Normal_forms_order_and_compose_marks(string text, string composed, string decomposed, string compatible, string compatibleDecomposed) =>
        Assert.Equal(
            [composed, decomposed, compatible, compatibleDecomposed],
            ((string[])["NFC", "NFD", "NFKC", "NFKD"]).Select(form => Run("NormalizeUTF8", DType.String, [Strings([1], text)], ("normalization_form", StringOps.KernelStrings.Text(form))).Texts()[0]));

    /// <summary>Marks with their classes in Unicode's data; none of them is composed with a character before it.</summary>
    [Fact]
    public void Marks_of_one_class_keep_their_order_and_others_are_ordered_by_class()
    {
        (string Mark, int Class)[] marks = [("\u0334", 1), ("\u0327", 202), ("\u0323", 220), ("\u0316", 220), ("\u0306", 230), ("\u033E", 230), ("\u0345", 240)];

        Prop.ForAll(Gen.Elements(marks).ListOf().ToArbitrary(), Gen.Elements("", "q", "q!").ToArbitrary(), (given, before) =>
        {
            string text = before + string.Concat(given.Select(mark => mark.Mark)) + "q" + string.Concat(given.Select(mark => mark.Mark));
            string ordered = string.Concat(given.OrderBy(mark => mark.Class).Select(mark => mark.Mark));

            Assert.Equal([$"{before}{ordered}q{ordered}"], Run("NormalizeUTF8", DType.String, [Strings([1], text)], ("normalization_form", StringOps.KernelStrings.Text("NFD"))).Texts());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_character_may_have_any_number_of_marks()
    {
        const int Marks = 100_000;
        string text = "q" + string.Concat(Enumerable.Repeat("\u0345\u0334", Marks));

        Assert.Equal(
            ["q" + new string('\u0334', Marks) + new string('\u0345', Marks)],
            Run("NormalizeUTF8", DType.String, [Strings([1], text)], ("normalization_form", StringOps.KernelStrings.Text("NFD"))).Texts());
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_stay_between_what_is_normalized() =>
        Assert.Equal([0x65, 0xCC, 0x81, 0xFF, 0x61], Run("NormalizeUTF8", DType.String, [Bytes([0xC3, 0xA9, 0xFF, 0x61])], ("normalization_form", StringOps.KernelStrings.Text("NFD"))).Strings[0].ToArray());

    [Theory]
    [InlineData("The   Quick-Brown", "the   quick-brown")]
    [InlineData("Straße", "strasse")]
    [InlineData("ΣΊΣΥΦΟΣ", "σίσυφοσ")]
    [InlineData("ﬀ\u00ADa\u200B", "ffa")]
    [InlineData("İı", "i\u0307ı")]
    public void Case_is_folded(string text, string expected) => Assert.Equal([expected], Run("CaseFoldUTF8", DType.String, [Strings([1], text)]).Texts());

    [Theory]
    [InlineData("BucketizeWithInputBoundaries", new[] { 0, 1, 2, 3, 3 })]
    [InlineData("BoostedTreesBucketize", new[] { 0, 0, 1, 2, 2 })]
    public void Numbers_fall_into_buckets(string op, int[] expected) =>
        Assert.Equal(expected, Run(op, DType.Int32, [Values([5], -1f, 0f, 10f, 100f, 1e9f), Values([3], 0f, 10f, 100f)], ("num_features", Int(1))).Values<int>().ToArray());

    private static ModelTensor[] Wordpiece(string[] words, string[] vocabulary, params (string Name, Testing.TensorFlow.AttrValue Value)[] attributes)
    {
        var program = new KernelPrograms("wordpiece");
        int table = program.Kernel("HashTableV2", [], ("key_dtype", Type(DType.String)), ("value_dtype", Type(DType.Int64)));
        program.Kernel("LookupTableImportV2", [table, program.Constant(Strings([vocabulary.Length], vocabulary)), program.Constant(Values([vocabulary.Length], [.. vocabulary.Select((_, i) => (long)i)]))], 0, []);
        (string, Testing.TensorFlow.AttrValue)[] all = [("suffix_indicator", StringOps.KernelStrings.Text("##")), ("unknown_token", StringOps.KernelStrings.Text("[UNK]")), ("use_unknown_token", Flag(true)), ("max_bytes_per_word", Int(100))];
        int first = program.Kernel(
            "WordpieceTokenizeWithOffsets", [program.Constant(Strings([words.Length], words)), table], 4, [], [.. all.Where(a => !attributes.Any(b => b.Name == a.Item1)), .. attributes]);
        DType[] types = [DType.String, DType.Int64, DType.Int64, DType.Int64];
        for (int i = 0; i < types.Length; i++)
        {
            program.Output($"out{i}", types[i], first + i);
        }

        using OnnxModelEngine engine = new HandMadeModel(program.Program()).Load();
        IReadOnlyDictionary<string, ModelTensor> results = engine.Run("wordpiece");
        return [.. types.Select((_, i) => results[$"out{i}"])];
    }
}
