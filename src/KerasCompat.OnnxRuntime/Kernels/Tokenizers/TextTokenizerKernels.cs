using System.Buffers;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Ragged;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>Tokenizers of TensorFlow Text that work on texts (github.com/tensorflow/text, tensorflow_text/core/kernels).</summary>
internal static class TextTokenizerKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("RegexSplitWithOffsets", RegexSplit);
        table.Add("WhitespaceTokenizeWithOffsetsV2", WhitespaceV2);
        table.Add("TFText>WhitespaceTokenizeWithOffsetsV2", WhitespaceV2);
        table.Add("SplitMergeTokenizeWithOffsets", SplitMerge);
        table.Add("TokenizerFromLogits", FromLogits);
    }

    /// <summary>
    /// Tokens between the matches of a delimiter's first group, and those delimiters that a second pattern says to keep (regex_split.cc).
    /// </summary>
    private static void RegexSplit(KernelContext context)
    {
        ReadOnlyMemory<byte> delimiter = RegexKernels.Scalar(context, 1), keep = RegexKernels.Scalar(context, 2);
        if (context.Cache is not (CompiledPattern pattern, CompiledPattern kept) || !pattern.Source.Span.SequenceEqual(delimiter.Span) || !kept.Source.Span.SequenceEqual(keep.Span))
        {
            (pattern, kept) = (CompiledPattern.Create(delimiter.Span), CompiledPattern.Create(keep.Span));
            context.Cache = (pattern, kept);
        }

        KernelContext.Require(pattern.Groups > 0, "the pattern of the delimiter must have a group");
        var rows = new TokenRows();
        foreach (ReadOnlyMemory<byte> text in context.Input(0).Strings)
        {
            int end = 0;
            string characters = string.Create(text.Length, text, (span, bytes) => BytePattern.ToText(bytes.Span, span));
            foreach (System.Text.RegularExpressions.Match match in pattern.Capturing.Matches(characters).TakeWhile(match => match.Length > 0))
            {
                System.Text.RegularExpressions.Group found = match.Groups[1];
                if (found.Index > end)
                {
                    rows.Add(text[end..found.Index], end, found.Index);
                }

                end = match.Index + match.Length;
                ReadOnlyMemory<byte> token = text.Slice(found.Index, found.Length);
                if (!keep.IsEmpty && kept.IsFullMatch(token.Span))
                {
                    rows.Add(token, found.Index, found.Index + found.Length);
                }
            }

            if (end < text.Length)
            {
                rows.Add(text[end..], end, text.Length);
            }

            rows.EndRow();
        }

        rows.Write(context, rowOutput: 3);
    }

    /// <summary>Tokens between white space, which a configuration lists as one bit for each of Unicode's first characters (whitespace_tokenizer.cc).</summary>
    private static void WhitespaceV2(KernelContext context)
    {
        ReadOnlySpan<byte> config = RegexKernels.Scalar(context, 1).Span;
        var rows = new TokenRows();
        foreach (ReadOnlyMemory<byte> text in context.Input(0).Strings)
        {
            int start = -1;
            for (int at = 0, next; at < text.Length; at = next)
            {
                bool valid = Rune.DecodeFromUtf8(text.Span[at..], out Rune rune, out int length) == OperationStatus.Done;
                next = at + length;
                bool space = valid && rune.Value >> 3 < config.Length && ((config[rune.Value >> 3] >> (rune.Value & 7)) & 1) == 1;
                if (!space)
                {
                    start = start < 0 ? at : start;
                }
                else if (start >= 0)
                {
                    rows.Add(text[start..at], start, at);
                    start = -1;
                }
            }

            if (start >= 0)
            {
                rows.Add(text[start..], start, text.Length);
            }

            rows.EndRow();
        }

        rows.Write(context, DType.Int32);
    }

    /// <summary>Tokens begin where a character's label is 0; white space belongs to none (split_merge_tokenize_kernel.cc).</summary>
    private static void SplitMerge(KernelContext context)
    {
        HostTensor texts = context.Input(0);
        long[] labels = context.Integers(1);
        ReadOnlySpan<long> splits = RowSplits.Within(context, 2, labels.Length);
        bool force = context.Attributes.Bool("force_split_at_break_character", true);
        KernelContext.Require(splits.Length == texts.Count + 1, $"Expecting row_splits have {texts.Count + 1} elements, got {splits.Length}");
        var rows = new TokenRows();
        var token = new TokenBuilder(rows, force, countsSpace: false);
        for (int row = 0; row < texts.Count; row++)
        {
            ReadOnlySpan<byte> text = texts.Strings[row].Span;
            long label = splits[row];
            for (int at = 0; at < text.Length; label++)
            {
                KernelContext.Require(label < splits[row + 1], $"Number of labels {splits[row + 1] - splits[row]} is insufficient for text {Encoding.UTF8.GetString(text)}");
                at += token.Add(text, at, begins: labels[label] == 0);
            }

            token.EndRow();
        }

        rows.Write(context);
    }

    /// <summary>Tokens begin where a character's first logit is greater than its second (tokenizer_from_logits_kernel.cc).</summary>
    private static void FromLogits(KernelContext context)
    {
        HostTensor texts = context.Input(0), logits = context.Input(1);
        bool force = context.Input(2).Values<bool>()[0];
        KernelContext.Require(logits.Rank == 3 && logits.Shape[0] == texts.Count && logits.Shape[2] == 2, $"Expecting logits to have {texts.Count} rows of two for each character, got {logits}");
        int most = (int)logits.Shape[1];
        var rows = new TokenRows();
        var token = new TokenBuilder(rows, force, countsSpace: true);
        for (int row = 0; row < texts.Count; row++)
        {
            ReadOnlySpan<byte> text = texts.Strings[row].Span;
            ReadOnlySpan<float> own = logits.Values<float>().Slice(row * most * 2, most * 2);
            for (int at = 0; at < text.Length; own = own[2..])
            {
                KernelContext.Require(!own.IsEmpty, "the logits are insufficient for a text");
                at += token.Add(text, at, begins: own[0] > own[1]);
            }

            token.EndRow();
        }

        rows.Write(context);
    }
}
