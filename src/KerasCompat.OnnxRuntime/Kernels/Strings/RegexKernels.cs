using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Regular expressions with RE2's semantics (tensorflow/core/kernels/regex_replace_op.cc, regex_full_match_op.cc).</summary>
internal static class RegexKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("StaticRegexReplace", context => Replace(context, context.Attributes.Bytes("pattern"), context.Attributes.Bytes("rewrite")));
        table.Add("RegexReplace", context => Replace(context, Scalar(context, 1), Scalar(context, 2)));
        table.Add("StaticRegexFullMatch", context => FullMatch(context, context.Attributes.Bytes("pattern")));
        table.Add("RegexFullMatch", context => FullMatch(context, Scalar(context, 1)));
    }

    /// <summary>A string that must be the only one of its input.</summary>
    internal static ReadOnlyMemory<byte> Scalar(KernelContext context, int index) =>
        context.Input(index) is { IsString: true, Count: 1 } input ? input.Strings[0] : throw KernelContext.Refuse($"input {index} must be a scalar string, got {context.Input(index)}");

    private static void Replace(KernelContext context, ReadOnlyMemory<byte> pattern, ReadOnlyMemory<byte> rewrite)
    {
        var replacing = context.Cache as PatternReplacement;
        if (replacing is null || !replacing.Is(pattern.Span, rewrite.Span))
        {
            replacing = new PatternReplacement(CompiledPattern.Create(pattern.Span), RewriteTemplate.Create(rewrite.Span));
            context.Cache = replacing;
        }

        bool all = context.Attributes.Bool("replace_global", true);
        HostTensor input = context.Input(0);
        ReadOnlySpan<ReadOnlyMemory<byte>> texts = input.Strings;
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, input.Shape).Strings;
        ByteChunks chunks = context.Texts(StringKernels.TotalLength(texts));
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = replacing.Replace(texts[i], all, chunks);
        }
    }

    private static void FullMatch(KernelContext context, ReadOnlyMemory<byte> pattern)
    {
        if (context.Cache is not CompiledPattern compiled || !compiled.Source.Span.SequenceEqual(pattern.Span))
        {
            compiled = CompiledPattern.Create(pattern.Span);
            context.Cache = compiled;
        }

        HostTensor input = context.Input(0);
        Span<bool> output = context.Allocate(0, DType.Bool, input.Shape).Values<bool>();
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = compiled.IsFullMatch(input.Strings[i].Span);
        }
    }
}
