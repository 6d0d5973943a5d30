using System.Runtime.InteropServices;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Ragged;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>Tokenizers of TensorFlow Text that work on decoded characters (whitespace_tokenize_kernel.cc, unicode_script_tokenize_kernel.cc).</summary>
internal static class CharacterTokenizerKernels
{
    private const int NoScript = -1;

    public static void AddTo(KernelTable table)
    {
        table.Add("WhitespaceTokenizeWithOffsets", context => Tokenize(context, (_, _) => false, keepWhitespace: false));
        table.Add("UnicodeScriptTokenizeWithOffsets", context => Tokenize(context, (left, right) => Script(left) != Script(right), context.Attributes.Bool("keep_whitespace", false)));
        table.Add("UnicodeScript", Scripts);
    }

    private static void Scripts(KernelContext context)
    {
        HostTensor input = context.Input(0);
        Span<int> output = context.Allocate(0, DType.Int32, input.Shape).Values<int>();
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = Script(input.Values<int>()[i]);
        }
    }

    private static int Script(int character) => character is >= 0 and <= CodePointSet.Last ? UnicodeScripts.Of(character) : NoScript;

    /// <summary>
    /// Characters of texts to characters of tokens. White space is left out, and a token ends there, or is kept in tokens of its own; a token
    /// also ends between two characters that differ.
    /// </summary>
    private static void Tokenize(KernelContext context, Func<int, int, bool> differ, bool keepWhitespace)
    {
        ReadOnlySpan<int> characters = context.Input(0).Values<int>();
        ReadOnlySpan<long> texts = RowSplits.OfAll(context, 1, characters.Length);
        var values = new List<int>();
        var inner = new List<long>();
        var starts = new List<long>();
        var limits = new List<long>();
        var outer = new long[texts.Length];
        for (int row = 0; row + 1 < texts.Length; row++)
        {
            bool open = false;
            for (long at = texts[row]; at < texts[row + 1]; at++)
            {
                int c = characters[(int)at];
                bool space = IsWhiteSpace(c), first = at == texts[row];
                bool ends = !first && (differ(characters[(int)at - 1], c) || (space != IsWhiteSpace(characters[(int)at - 1]) && (keepWhitespace || space)));
                if (ends || (!keepWhitespace && space))
                {
                    open = false;
                }

                if (space && !keepWhitespace)
                {
                    continue;
                }

                if (!open)
                {
                    starts.Add(at - texts[row]);
                    limits.Add(0);
                    inner.Add(values.Count);
                    open = true;
                }

                values.Add(c);
                limits[^1] = at - texts[row] + 1;
            }

            outer[row + 1] = starts.Count;
        }

        inner.Add(values.Count);
        DType splits = context.Attributes.Type("Tsplits", DType.Int64);
        CollectionsMarshal.AsSpan(values).CopyTo(context.Allocate(0, DType.Int32, [values.Count]).Values<int>());
        UnicodeKernels.Integers(context, 1, splits, CollectionsMarshal.AsSpan(inner));
        UnicodeKernels.Integers(context, 2, DType.Int64, CollectionsMarshal.AsSpan(starts));
        UnicodeKernels.Integers(context, 3, DType.Int64, CollectionsMarshal.AsSpan(limits));
        UnicodeKernels.Integers(context, 4, splits, outer);
    }

    private static bool IsWhiteSpace(int character) => Rune.IsValid(character) && Rune.IsWhiteSpace(new Rune(character));
}
