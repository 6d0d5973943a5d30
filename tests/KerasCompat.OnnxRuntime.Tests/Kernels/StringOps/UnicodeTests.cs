using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;
using static KerasCompat.OnnxRuntime.Tests.Kernels.StringOps.KernelStrings;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.StringOps;

/// <summary>tensorflow/core/kernels/unicode_ops.cc on ICU's converters.</summary>
public sealed class UnicodeTests
{
    private static readonly (string Name, AttrValue Value) Utf8 = ("input_encoding", KernelStrings.Text("UTF-8"));

    [Fact]
    public void Texts_become_characters_with_the_splits_of_their_rows_and_the_offsets_of_their_bytes()
    {
        ModelTensor[] decoded = Decode(Bytes("aé"u8.ToArray(), [], "😀"u8.ToArray()));

        Assert.Equal([0L, 2, 2, 3], decoded[0].Values<long>().ToArray());
        Assert.Equal(['a', 'é', 0x1F600], decoded[1].Values<int>().ToArray());
        Assert.Equal([0L, 1, 0], decoded[2].Values<long>().ToArray());
    }

    /// <summary>The table of Unicode's "U+FFFD Substitution of Maximal Subparts" (3-8 and 3-11).</summary>
    [Theory]
    [InlineData(new byte[] { 0xC0, 0xAF, 0xE0, 0x80, 0xBF, 0xF0, 0x81, 0x82, 0x41 }, new[] { 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0x41 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80, 0x41 }, new[] { 0xFFFD, 0xFFFD, 0xFFFD, 0x41 })]
    [InlineData(new byte[] { 0xE1, 0x80, 0xE2, 0xF0, 0x91, 0x92, 0xF1, 0xBF, 0x41 }, new[] { 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0x41 })]
    public void Ill_formed_bytes_become_one_replacement_for_each_maximal_subpart(byte[] bytes, int[] expected) =>
        Assert.Equal(expected, Decode(Bytes(bytes))[1].Values<int>().ToArray());

    [Fact]
    public void Ill_formed_bytes_are_replaced_left_out_or_refused()
    {
        byte[] bytes = [(byte)'a', 0xFF, (byte)'b'];

        Assert.Equal(['a', '?', 'b'], Decode(Bytes(bytes), ("replacement_char", Int('?')))[1].Values<int>().ToArray());
        Assert.Equal(['a', 'b'], Decode(Bytes(bytes), ("errors", KernelStrings.Text("ignore")))[1].Values<int>().ToArray());
        Assert.Equal([0L, 2], Decode(Bytes(bytes), ("errors", KernelStrings.Text("ignore")))[2].Values<long>().ToArray());
        Assert.Throws<ModelCallException>(() => Decode(Bytes(bytes), ("errors", KernelStrings.Text("strict"))));
    }

    [Fact]
    public void Control_characters_are_replaced_when_that_is_asked_for()
    {
        Assert.Equal(['a', '?', '?', 0x7F], Decode(Bytes("a\t\n\x7F"u8.ToArray()), ("replacement_char", Int('?')), ("replace_control_characters", Flag(true)))[1].Values<int>().ToArray());
        Assert.Equal(["a"], Transcode("a\u0001"u8.ToArray(), ("errors", KernelStrings.Text("ignore")), ("replace_control_characters", Flag(true))).Texts());
    }

    [Fact]
    public void Splits_come_in_the_type_that_is_asked_for() =>
        Assert.Equal([0, 1], Run("UnicodeDecode", [DType.Int32, DType.Int32], [Strings([1], "a")], Utf8, ("Tsplits", Type(DType.Int32)))[0].Values<int>().ToArray());

    [Theory]
    [InlineData("UTF-8", new byte[] { 0xC3, 0xA9, 0xF0, 0x9F, 0x98, 0x80 })]
    [InlineData("UTF-16-BE", new byte[] { 0x00, 0xE9, 0xD8, 0x3D, 0xDE, 0x00 })]
    [InlineData("UTF-32-BE", new byte[] { 0, 0, 0, 0xE9, 0, 1, 0xF6, 0 })]
    public void Every_encoding_is_written_and_read(string encoding, byte[] bytes)
    {
        Assert.Equal(bytes, Transcode("é😀"u8.ToArray(), ("output_encoding", KernelStrings.Text(encoding))).Strings[0].ToArray());
        Assert.Equal(['é', 0x1F600], Run("UnicodeDecode", [DType.Int64, DType.Int32], [Bytes(bytes)], ("input_encoding", KernelStrings.Text(encoding)))[1].Values<int>().ToArray());
    }

    [Fact]
    public void A_half_of_a_surrogate_pair_is_ill_formed() =>
        Assert.Equal([0xFFFD, 'a'], Run("UnicodeDecode", [DType.Int64, DType.Int32], [Bytes([0xD8, 0x3D, 0, (byte)'a'])], ("input_encoding", KernelStrings.Text("UTF-16-BE")))[1].Values<int>().ToArray());

    /// <summary>As ICU 72 reads them.</summary>
    [Theory]
    [InlineData("UTF-16", new byte[] { 0xFE, 0xFF, 0, 0x61, 0, 0x62 }, new[] { 0x61, 0x62 }, new long[] { 0, 4 })]
    [InlineData("utf16", new byte[] { 0xFF, 0xFE, 0x3D, 0xD8, 0, 0xDE }, new[] { 0x1F600 }, new long[] { 0 })]
    [InlineData("UTF-16", new byte[] { 0, 0x61 }, new[] { 0x61 }, new long[] { 0 })]
    [InlineData("UTF-16", new byte[] { 0xFE, 0xFF }, new int[0], new long[0])]
    [InlineData("UTF-16-LE", new byte[] { 0xFF, 0xFE, 0x61, 0 }, new[] { 0xFEFF, 0x61 }, new long[] { 0, 2 })]
    [InlineData("UTF-16BE", new byte[] { 0xD8, 0x3D, 0xDE }, new[] { 0xFFFD }, new long[] { 0 })]
    [InlineData("UTF-32", new byte[] { 0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0 }, new[] { 0x61 }, new long[] { 0 })]
    [InlineData("UTF-32LE", new byte[] { 0x61, 0, 0, 0, 0, 0, 0x11, 0, 0x62, 0 }, new[] { 0x61, 0xFFFD, 0xFFFD }, new long[] { 0, 4, 8 })]
    [InlineData("US ASCII", new byte[] { 0x61, 0x80 }, new[] { 0x61, 0xFFFD }, new long[] { 0, 1 })]
    [InlineData("iso_8859_1", new byte[] { 0x80, 0xE9 }, new[] { 0x80, 0xE9 }, new long[] { 0, 1 })]
    [InlineData("ISO-8859-15", new byte[] { 0xA4 }, new[] { 0x20AC }, new long[] { 0 })]
    [InlineData("ISO-8859-7", new byte[] { 0xA1, 0xAA, 0xE1, 0xFF }, new[] { 0x2018, 0x37A, 0x3B1, 0xFFFD }, new long[] { 0, 1, 2, 3 })]
    [InlineData("hebrew", new byte[] { 0xE0, 0xFD }, new[] { 0x5D0, 0x200E }, new long[] { 0, 1 })]
    [InlineData("latin-9", new byte[] { 0xA4 }, new[] { 0x20AC }, new long[] { 0 })]
    [InlineData("windows-1252", new byte[] { 0x80, 0x81 }, new[] { 0x20AC, 0x81 }, new long[] { 0, 1 })]
    [InlineData("cp1253", new byte[] { 0xAA }, new[] { 0xAA }, new long[] { 0 })]
    [InlineData("Windows-1255", new byte[] { 0xCA }, new[] { 0xFFFD }, new long[] { 0 })]
    [InlineData("KOI8-R", new byte[] { 0xC1 }, new[] { 0x430 }, new long[] { 0 })]
    public void Older_encodings_and_marks_are_read(string encoding, byte[] bytes, int[] characters, long[] starts)
    {
        ModelTensor[] decoded = Run("UnicodeDecodeWithOffsets", [DType.Int64, DType.Int32, DType.Int64], [Bytes(bytes)], ("input_encoding", KernelStrings.Text(encoding)));

        Assert.Equal(characters, decoded[1].Values<int>().ToArray());
        Assert.Equal(starts, decoded[2].Values<long>().ToArray());
    }

    [Theory]
    [InlineData("Shift_JIS")]
    [InlineData("iso-8859-12")]
    [InlineData("windows-")]
    [InlineData("cp99999999999")]
    public void An_encoding_that_is_not_known_is_refused(string encoding) =>
        Assert.Throws<ModelCallException>(() => Run("UnicodeDecode", [DType.Int64, DType.Int32], [Bytes([0x61])], ("input_encoding", KernelStrings.Text(encoding))));

    [Fact]
    public void Only_encodings_of_all_characters_are_written() =>
        Assert.Throws<ModelCallException>(() => Transcode("a"u8.ToArray(), ("output_encoding", KernelStrings.Text("UTF-16-LE"))));

    [Fact]
    public void Characters_become_texts_row_by_row() =>
        Assert.Equal(["é😀", "", "a"], Encode([0xE9, 0x1F600, 'a'], [0, 2, 2, 3]).Texts());

    [Fact]
    public void What_is_no_character_is_replaced_left_out_or_refused()
    {
        Assert.Equal(["\uFFFD\uFFFD"], Encode([0xD800, 0x110000], [0, 2]).Texts());
        Assert.Equal([""], Encode([-1], [0, 1], ("errors", KernelStrings.Text("ignore"))).Texts());
        Assert.Throws<ModelCallException>(() => Encode([-1], [0, 1], ("errors", KernelStrings.Text("strict"))));
    }

    [Theory]
    [InlineData(new long[] { 0, 2 })]
    [InlineData(new long[] { 1, 1 })]
    [InlineData(new long[] { 0, 3, 1 })]
    [InlineData(new long[0])]
    public void Splits_that_do_not_fit_the_characters_are_refused(long[] splits) => Assert.Throws<ModelCallException>(() => Encode(['a'], splits));

    [Fact]
    public void An_encoding_or_a_policy_that_does_not_exist_is_refused()
    {
        Assert.Throws<ModelCallException>(() => Run("UnicodeDecode", [DType.Int64, DType.Int32], [Strings([1], "a")], ("input_encoding", KernelStrings.Text("EBCDIC"))));
        Assert.Throws<ModelCallException>(() => Decode(Strings([1], "a"), ("errors", KernelStrings.Text("guess"))));
        Assert.Throws<ModelCallException>(() => Decode(Strings([1], "a"), ("replacement_char", Int(0xD800))));
    }

    private static ModelTensor[] Decode(SavedModel.Graph.ConstantTensor texts, params (string Name, AttrValue Value)[] attributes) =>
        Run("UnicodeDecodeWithOffsets", [DType.Int64, DType.Int32, DType.Int64], [texts], [Utf8, .. attributes]);

    private static ModelTensor Transcode(byte[] text, params (string Name, AttrValue Value)[] attributes) => Run("UnicodeTranscode", DType.String, [Bytes(text)], [Utf8, .. attributes]);

    private static ModelTensor Encode(int[] characters, long[] splits, params (string Name, AttrValue Value)[] attributes) =>
        Run("UnicodeEncode", DType.String, [Values([characters.Length], characters), Values([splits.Length], splits)], attributes);
}
