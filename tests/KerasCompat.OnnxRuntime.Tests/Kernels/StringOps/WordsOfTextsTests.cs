using FsCheck.Xunit;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;
using static KerasCompat.OnnxRuntime.Tests.Kernels.StringOps.KernelStrings;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.StringOps;

/// <summary>What a TextVectorization layer does with texts, beside the same done byte by byte.</summary>
public sealed class WordsOfTextsTests : IDisposable
{
    private const int Width = 3;
    private const string Punctuation = "!,.";
    private const string Space = " \t\n";

    /// <summary>What texts are made of: letters, white space, punctuation, zero, bytes of a character, and one that is no UTF-8.</summary>
    private static readonly byte[] Alphabet = [.. "abAB"u8, .. "abAB"u8, .. "  \t\n!,.\0"u8, 0xC3, 0xA9, 0xFF];

    private static readonly byte[][] Vocabulary = [[.. "a"u8], [.. "b"u8], [.. "ab"u8], [.. "aab"u8], [.. "abab"u8], [.. "bbbbbbb"u8], [.. "abababab"u8], [.. "ababababa"u8], [0xC3, 0xA9], [0xFF], [0]];

    private readonly OnnxModelEngine _engine = Model().Load();

    public void Dispose() => _engine.Dispose();

    [Property(MaxTest = 150)]
    public void Every_call_finds_the_words_of_its_own_texts(byte[][] first, byte[][] second, byte[][] third)
    {
        foreach (byte[][] bytes in (byte[][][])[first, second, third])
        {
            byte[][] texts = [.. bytes.Select(text => text.Select(b => Alphabet[b % Alphabet.Length]).ToArray())];

            (byte[][] words, long[] indices, bool[] masked) = Call(texts);

            byte[][][] expected = [.. texts.Select(WordsOf)];
            Assert.Equal(expected.SelectMany(row => row), words);
            Assert.Equal(expected.SelectMany(row => row.Select(IndexOf).Concat(Enumerable.Repeat(0L, Width)).Take(Width)), indices);
            Assert.Equal(expected.SelectMany(row => row).Select(word => word.AsSpan().SequenceEqual("ab"u8)), masked);
        }
    }

    private static byte[][] WordsOf(byte[] text)
    {
        var words = new List<byte[]>();
        var word = new List<byte>();
        foreach (byte b in (byte[])[.. text, (byte)' '])
        {
            if (!Space.Contains((char)b, StringComparison.Ordinal))
            {
                word.AddRange(Punctuation.Contains((char)b, StringComparison.Ordinal) ? [] : [(byte)(b is >= (byte)'A' and <= (byte)'Z' ? b + 32 : b)]);
            }
            else if (word.Count > 0)
            {
                words.Add([.. word]);
                word.Clear();
            }
        }

        return [.. words];
    }

    private static long IndexOf(byte[] word) => Array.FindIndex(Vocabulary, known => known.AsSpan().SequenceEqual(word)) is >= 0 and int index ? index + 2 : 1;

    private (byte[][] Words, long[] Indices, bool[] Masked) Call(byte[][] texts)
    {
        var inputs = new Dictionary<string, ModelTensor> { ["texts"] = ModelTensor.FromStrings([texts.Length], [.. texts.Select(text => (ReadOnlyMemory<byte>)text)]) };
        IReadOnlyDictionary<string, ModelTensor> results = _engine.Run("words", inputs, TestContext.Current.CancellationToken);
        return (
            [.. results["words"].Strings.ToArray().Select(word => word.ToArray())],
            results["indices"].Values<long>().ToArray(),
            results["masked"].Values<bool>().ToArray());
    }

    private static HandMadeModel Model()
    {
        var filling = new KernelPrograms("initialize");
        filling.Kernel("InitializeTableV2", [Table(filling), filling.Constant(Bytes(Vocabulary)), filling.Constant(Values([Vocabulary.Length], [.. Vocabulary.Select((_, i) => i + 2L)]))]);

        var program = new KernelPrograms("words");
        int lower = program.Kernel("StringLower", [program.Input("texts", DType.String, -1)]);
        int stripped = program.Kernel("StaticRegexReplace", [lower], ("pattern", KernelStrings.Text($"[{Punctuation}]")), ("rewrite", KernelStrings.Text("")));
        int split = program.Kernel("StringSplitV2", [stripped, program.Constant(Strings([], ""))], 3, [], ("maxsplit", Int(-1)));
        int indices = program.Kernel("LookupTableFindV2", [Table(program), split + 1, program.Constant(Values([], 1L))]);
        int masked = program.Kernel("Equal", [split + 1, program.Constant(Strings([], "ab"))]);
        int rows = Column(program, split, shrinks: 2, 0, 0), count = Column(program, split + 2, shrinks: 1, 0);
        int dense = program.Kernel(
            "RaggedTensorToTensor", [program.Constant(Values([2], -1L, Width)), indices, program.Constant(Values([], 0L)), count, rows],
            ("row_partition_types", Texts("FIRST_DIM_SIZE", "VALUE_ROWIDS")));
        return new HandMadeModel(program.Output("words", DType.String, split + 1).Output("indices", DType.Int64, dense).Output("masked", DType.Bool, masked).Program())
        {
            Initialization = filling.Program(),
        };
    }

    private static int Table(KernelPrograms program) =>
        program.Named("table", "HashTableV2", [], 1, [], ("key_dtype", KernelPrograms.Type(DType.String)), ("value_dtype", KernelPrograms.Type(DType.Int64)));

    /// <summary>The first column of a matrix, or the first element of a vector.</summary>
    private static int Column(KernelPrograms program, int from, int shrinks, params int[] begin) => program.Kernel(
        "StridedSlice",
        [from, program.Integers(begin), program.Integers([.. begin.Select(at => at + 1)]), program.Integers([.. begin.Select(_ => 1)])],
        ("begin_mask", Int(begin.Length - 1)), ("end_mask", Int(begin.Length - 1)), ("shrink_axis_mask", Int(shrinks)));
}
