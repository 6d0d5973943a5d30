using System.Text;
using KerasCompat.OnnxRuntime.Kernels.Tables;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>Words to the longest pieces that a vocabulary has, from left to right (tensorflow_text/core/kernels/wordpiece_tokenizer.cc).</summary>
internal static class WordpieceKernel
{
    public static void AddTo(KernelTable table) => table.Add("WordpieceTokenizeWithOffsets", Run);

    private static void Run(KernelContext context)
    {
        var pieces = new Pieces(context);
        foreach (ReadOnlyMemory<byte> word in context.Input(0).Strings)
        {
            pieces.Add(word);
        }

        pieces.Rows.Write(context, lengths: context.Attributes.String("output_row_partition_type", "row_lengths") == "row_lengths");
    }

    private sealed class Pieces(KernelContext context)
    {
        private readonly LookupTable _vocabulary = TableKernels.Table(context, 1);
        private readonly byte[] _suffix = context.Attributes.Bytes("suffix_indicator").ToArray();
        private readonly ReadOnlyMemory<byte>? _unknown = context.Attributes.Bool("use_unknown_token", true) ? context.Attributes.Bytes("unknown_token") : (ReadOnlyMemory<byte>?)null;
        private readonly long _mostBytes = context.Attributes.Int("max_bytes_per_word", 100);
        private readonly long _mostCharacters = context.Attributes.Int("max_chars_per_token", 0);
        private readonly bool _splitUnknown = context.Attributes.Bool("split_unknown_characters", false);

        public TokenRows Rows { get; } = new();

        public void Add(ReadOnlyMemory<byte> word)
        {
            int before = Rows.Count;
            if (word.Length > _mostBytes)
            {
                Rows.Add(_unknown ?? word, 0, _unknown?.Length ?? word.Length);
            }
            else if (!AddPieces(word))
            {
                Rows.Truncate(before);
                Rows.Add(_unknown ?? word, 0, word.Length);
            }

            Rows.EndRow();
        }

        private bool AddPieces(ReadOnlyMemory<byte> word)
        {
            // A piece inside of a word is looked for with the suffix indicator in front, which is written where there is room for it.
            var buffer = new byte[_suffix.Length + word.Length];
            for (int start = 0, end; start < word.Length; start = end)
            {
                if (start > 0)
                {
                    _suffix.CopyTo(buffer, 0);
                    word.Span[start..].CopyTo(buffer.AsSpan(_suffix.Length));
                }

                ReadOnlySpan<byte> rest = start > 0 ? buffer.AsSpan(0, _suffix.Length + word.Length - start) : word.Span;
                int prefix = start > 0 ? _suffix.Length : 0;
                int length = Longest(rest, prefix);
                if (length > 0)
                {
                    end = start + length;
                    Rows.Add(rest[..(prefix + length)].ToArray(), start, end);
                }
                else if (_splitUnknown)
                {
                    end = start + -length;
                    Rows.Add(_unknown is { } unknown ? Concatenate(rest[..prefix], unknown.Span) : rest[..(prefix - length)].ToArray(), start, end);
                }
                else
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>The length of the longest piece; minus the length of the first character when there is none.</summary>
        private int Longest(ReadOnlySpan<byte> rest, int prefix)
        {
            var ends = new List<int>();
            for (int at = prefix; at < rest.Length && (_mostCharacters <= 0 || ends.Count < _mostCharacters);)
            {
                Rune.DecodeFromUtf8(rest[at..], out _, out int consumed);
                at += consumed;
                ends.Add(at);
            }

            for (int i = ends.Count - 1; i >= 0; i--)
            {
                if (_vocabulary.Contains(rest[..ends[i]]))
                {
                    return ends[i] - prefix;
                }
            }

            return prefix - ends[0];
        }

        private static byte[] Concatenate(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => [.. first, .. second];
    }
}
