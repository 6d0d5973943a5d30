using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>
/// Regular expressions (tensorflow/core/kernels/regex_replace_op.cc, regex_full_match_op.cc) with RE2's semantics. Patterns without
/// look-around run on .NET's automaton, whose time is linear in the text as RE2's is.
/// </summary>
internal static class RegexKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("StaticRegexReplace", context => Replace(context, Attribute(context, "pattern"), Attribute(context, "rewrite")));
        table.Add("RegexReplace", context => Replace(context, Scalar(context, 1), Scalar(context, 2)));
        table.Add("StaticRegexFullMatch", context => FullMatch(context, Attribute(context, "pattern")));
        table.Add("RegexFullMatch", context => FullMatch(context, Scalar(context, 1)));
    }

    private static ReadOnlyMemory<byte> Attribute(KernelContext context, string name) => context.Attributes.Bytes(name);

    private static ReadOnlyMemory<byte> Scalar(KernelContext context, int index) =>
        context.Input(index) is { IsString: true, Count: 1 } input ? input.Strings[0] : throw KernelContext.Refuse($"input {index} must be a scalar string");

    private static void Replace(KernelContext context, ReadOnlyMemory<byte> pattern, ReadOnlyMemory<byte> rewrite)
    {
        bool all = context.Attributes.Bool("replace_global", true);
        HostTensor input = context.Input(0);
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, input.Shape).Strings;
        if (Compiled(context, pattern) is not { } compiled)
        {
            return;
        }

        if (all && compiled.Bytes is { } bytes && !rewrite.Span.Contains((byte)'\\'))
        {
            for (int i = 0; i < output.Length; i++)
            {
                output[i] = ReplaceBytes(input.Strings[i], bytes, rewrite.Span);
            }

            return;
        }

        string template = Utf8Text.Decode(rewrite.Span);
        for (int i = 0; i < output.Length; i++)
        {
            string text = Utf8Text.Decode(input.Strings[i].Span);
            string replaced = compiled.Regex.Replace(text, match => Rewrite(template, match), all ? -1 : 1);
            output[i] = ReferenceEquals(replaced, text) ? input.Strings[i] : Utf8Text.Encode(replaced);
        }
    }

    /// <summary>The commonest pattern by far, a class of single characters to strip, needs no engine.</summary>
    private static ReadOnlyMemory<byte> ReplaceBytes(ReadOnlyMemory<byte> text, SearchValues<byte> set, ReadOnlySpan<byte> rewrite)
    {
        ReadOnlySpan<byte> rest = text.Span;
        int next = rest.IndexOfAny(set);
        if (next < 0)
        {
            return text;
        }

        var result = new ArrayBufferWriter<byte>(text.Length + rewrite.Length);
        while (next >= 0)
        {
            result.Write(rest[..next]);
            result.Write(rewrite);
            rest = rest[(next + 1)..];
            next = rest.IndexOfAny(set);
        }

        result.Write(rest);
        return result.WrittenMemory.ToArray();
    }

    /// <summary>RE2's rewrite: <c>\0</c> to <c>\9</c> are groups, <c>\\</c> a backslash.</summary>
    private static string Rewrite(string template, Match match)
    {
        if (!template.Contains('\\', StringComparison.Ordinal))
        {
            return template;
        }

        var text = new StringBuilder();
        for (int i = 0; i < template.Length; i++)
        {
            if (template[i] != '\\')
            {
                text.Append(template[i]);
                continue;
            }

            char next = ++i < template.Length ? template[i] : throw KernelContext.Refuse("invalid rewrite: a backslash at the end");
            if (char.IsAsciiDigit(next))
            {
                KernelContext.Require(next - '0' < match.Groups.Count, $"invalid rewrite: the pattern has no group {next}");
                text.Append(match.Groups[next - '0'].Value);
            }
            else
            {
                KernelContext.Require(next == '\\', $"invalid rewrite: \\{next}");
                text.Append('\\');
            }
        }

        return text.ToString();
    }

    private static void FullMatch(KernelContext context, ReadOnlyMemory<byte> pattern)
    {
        HostTensor input = context.Input(0);
        Span<bool> output = context.Allocate(0, DType.Bool, input.Shape).Values<bool>();
        if (Compiled(context, pattern) is not { } compiled)
        {
            return;
        }

        Regex full = compiled.Full;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = full.IsMatch(Utf8Text.Decode(input.Strings[i].Span));
        }
    }

    private static CompiledPattern? Compiled(KernelContext context, ReadOnlyMemory<byte> pattern)
    {
        if (context.Cache is not CompiledPattern compiled || !compiled.Source.Span.SequenceEqual(pattern.Span))
        {
            compiled = CompiledPattern.Create(pattern.ToArray());
            context.Cache = compiled;
        }

        return compiled;
    }
}
