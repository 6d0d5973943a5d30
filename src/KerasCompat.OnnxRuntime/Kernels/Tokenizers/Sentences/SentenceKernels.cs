using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.Sentences;

/// <summary>Texts to parts that may be sentences (tensorflow_text/core/kernels/sentence_breaking_kernels.cc, sentence_fragmenter_v2_kernel_template.h).</summary>
internal static class SentenceKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("SentenceFragments", OfTokens);
        table.Add("SentenceFragmentsV2", OfTexts);
    }

    private static void OfTokens(KernelContext context)
    {
        string encoding = context.Attributes.String("input_encoding", "UTF-8");
        KernelContext.Require(encoding.Equals("UTF-8", StringComparison.OrdinalIgnoreCase) || encoding.Equals("UTF8", StringComparison.OrdinalIgnoreCase), $"input_encoding '{encoding}' is not supported; only UTF-8 is");
        long[] rows = context.Integers(0), properties = context.Integers(4);
        HostTensor words = context.Input(3);
        long total = rows.Sum();
        KernelContext.Require(
            total == words.Count && rows.All(length => length >= 0) && context.Input(1).Count == total && context.Input(2).Count == total && properties.Length == total,
            $"num_elements({total}), token_start({context.Input(1).Count}), token_end({context.Input(2).Count}), token_word({words.Count}) must all be the same size");
        var fragments = new List<SentenceFragment>();
        var counts = new long[rows.Length];
        int at = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int before = fragments.Count, length = (int)rows[i];
            new TokenFragmenter(words.Strings.Slice(at, length), properties.AsSpan(at, length)).Find(fragments);
            counts[i] = fragments.Count - before;
            at += length;
        }

        Write(context, fragments, counts);
    }

    private static void OfTexts(KernelContext context)
    {
        HostTensor texts = context.Input(0);
        var fragments = new List<SentenceFragment>();
        var counts = new long[texts.Count];
        for (int i = 0; i < counts.Length; i++)
        {
            int before = fragments.Count;
            new TextFragmenter(texts.Strings[i]).Find(fragments);
            counts[i] = fragments.Count - before;
        }

        Write(context, fragments, counts);
    }

    private static void Write(KernelContext context, List<SentenceFragment> fragments, long[] counts)
    {
        Span<long> starts = Output(0), limits = Output(1), properties = Output(2), terminals = Output(3);
        ReadOnlySpan<SentenceFragment> found = CollectionsMarshal.AsSpan(fragments);
        for (int i = 0; i < found.Length; i++)
        {
            (starts[i], limits[i], properties[i], terminals[i]) = (found[i].Start, found[i].Limit, found[i].Properties, found[i].Terminal);
        }

        UnicodeKernels.Integers(context, 4, DType.Int64, counts);

        Span<long> Output(int index) => context.Allocate(index, DType.Int64, [fragments.Count]).Values<long>();
    }
}
