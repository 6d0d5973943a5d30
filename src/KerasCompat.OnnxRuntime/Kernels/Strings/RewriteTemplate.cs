using System.Buffers;
using System.Text.RegularExpressions;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>What takes the place of a match: bytes, with <c>\0</c> to <c>\9</c> for groups and <c>\\</c> for a backslash (RE2's <c>Rewrite</c>).</summary>
internal sealed class RewriteTemplate
{
    private readonly List<(byte[] Text, int Group)> _parts = [];

    private RewriteTemplate(ReadOnlyMemory<byte> source) => Source = source;

    /// <summary>The template as the model has it.</summary>
    public ReadOnlyMemory<byte> Source { get; }

    /// <summary>The highest group that it refers to; 0 when it needs none but the whole match.</summary>
    public int MostGroup { get; private set; }

    /// <summary>The text, when it refers to no group.</summary>
    public byte[]? Text => _parts.Count == 0 ? [] : _parts is [(var text, -1)] ? text : null;

    /// <summary>Reads a template.</summary>
    /// <exception cref="KernelException">A backslash stands before something else.</exception>
    public static RewriteTemplate Create(ReadOnlySpan<byte> source)
    {
        var template = new RewriteTemplate(source.ToArray());
        var text = new List<byte>();
        for (int i = 0; i < source.Length; i++)
        {
            if (source[i] != '\\')
            {
                text.Add(source[i]);
                continue;
            }

            byte next = ++i < source.Length ? source[i] : throw KernelContext.Refuse("Invalid rewrite pattern: a backslash at the end");
            if (next is >= (byte)'0' and <= (byte)'9')
            {
                template.AddText(text);
                template._parts.Add(([], next - '0'));
                template.MostGroup = Math.Max(template.MostGroup, next - '0');
            }
            else
            {
                KernelContext.Require(next == '\\', $"Invalid rewrite pattern: \\{(char)next}");
                text.Add(next);
            }
        }

        template.AddText(text);
        return template;
    }

    /// <summary>Writes what takes the place of a match.</summary>
    /// <param name="bytes">The text in which the match is.</param>
    /// <param name="groups">The match, with its groups.</param>
    /// <param name="output">Where to write.</param>
    public void Write(ReadOnlySpan<byte> bytes, GroupCollection groups, ArrayBufferWriter<byte> output)
    {
        foreach ((byte[] text, int group) in _parts)
        {
            if (group < 0)
            {
                output.Write(text);
            }
            else if (groups[group].Success)
            {
                output.Write(bytes.Slice(groups[group].Index, groups[group].Length));
            }
        }
    }

    private void AddText(List<byte> text)
    {
        if (text.Count > 0)
        {
            _parts.Add(([.. text], -1));
            text.Clear();
        }
    }
}
