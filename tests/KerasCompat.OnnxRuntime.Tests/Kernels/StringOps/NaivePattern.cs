using System.Text;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.StringOps;

/// <summary>
/// A pattern as a tree, and the plainest matcher there is: tries everything in order, leftmost match first, earlier alternatives before later
/// ones, more repetitions before fewer unless lazy - what RE2 promises to find in one pass.
/// </summary>
internal abstract record NaivePattern
{
    public sealed record Character(string Rune) : NaivePattern;

    public sealed record OneOf(string[] Runes, bool Negated) : NaivePattern;

    public sealed record Any : NaivePattern;

    public sealed record Start : NaivePattern;

    public sealed record End : NaivePattern;

    public sealed record Boundary : NaivePattern;

    public sealed record Sequence(NaivePattern First, NaivePattern Second) : NaivePattern;

    public sealed record Either(NaivePattern First, NaivePattern Second) : NaivePattern;

    public sealed record Repeat(NaivePattern Inner, int Least, int Most, bool Lazy) : NaivePattern;

    /// <summary>As RE2 writes it.</summary>
    public string Write() => this switch
    {
        Character c => c.Rune is "." or "\\" or "(" ? "\\" + c.Rune : c.Rune,
        OneOf set => $"[{(set.Negated ? "^" : "")}{string.Concat(set.Runes)}]",
        Any => ".",
        Start => "^",
        End => "$",
        Boundary => "\\b",
        Sequence s => s.First.Write() + s.Second.Write(),
        Either e => $"(?:{e.First.Write()}|{e.Second.Write()})",
        Repeat r => $"(?:{r.Inner.Write()}){Operator(r)}{(r.Lazy ? "?" : "")}",
        _ => throw new InvalidOperationException(),
    };

    /// <summary>The text with every match replaced, as RE2's GlobalReplace does it.</summary>
    public string Replace(string text, string rewrite)
    {
        string[] runes = [.. text.EnumerateRunes().Select(r => r.ToString())];
        var result = new StringBuilder();
        int lastEnd = -1;
        for (int at = 0; at <= runes.Length;)
        {
            int? end = Match(runes, at, i => i);
            if (end is { } e && !(e == at && at == lastEnd))
            {
                result.Append(rewrite);
                lastEnd = e;
                if (e > at)
                {
                    at = e;
                    continue;
                }
            }

            if (at < runes.Length)
            {
                result.Append(runes[at]);
            }

            at++;
        }

        return result.ToString();
    }

    private static string Operator(Repeat r) => (r.Least, r.Most) switch
    {
        (0, int.MaxValue) => "*",
        (1, int.MaxValue) => "+",
        (0, 1) => "?",
        _ => $"{{{r.Least},{r.Most}}}",
    };

    private int? Match(string[] text, int at, Func<int, int?> next)
    {
        switch (this)
        {
            case Character c:
                return at < text.Length && text[at] == c.Rune ? next(at + 1) : null;
            case OneOf set:
                return at < text.Length && set.Runes.Contains(text[at]) != set.Negated ? next(at + 1) : null;
            case Any:
                return at < text.Length && text[at] != "\n" ? next(at + 1) : null;
            case Start:
                return at == 0 ? next(at) : null;
            case End:
                return at == text.Length ? next(at) : null;
            case Boundary:
                return IsWord(text, at - 1) != IsWord(text, at) ? next(at) : null;
            case Sequence s:
                return s.First.Match(text, at, i => s.Second.Match(text, i, next));
            case Either e:
                return e.First.Match(text, at, next) ?? e.Second.Match(text, at, next);
            case Repeat r:
                return Repeated(r, text, at, 0, next);
            default:
                throw new InvalidOperationException();
        }
    }

    private static bool IsWord(string[] text, int at) => at >= 0 && at < text.Length && text[at].Length == 1 && (char.IsAsciiLetterOrDigit(text[at][0]) || text[at][0] == '_');

    private static int? Repeated(Repeat r, string[] text, int at, int count, Func<int, int?> next)
    {
        int? More() => count < r.Most ? r.Inner.Match(text, at, i => i == at && count >= r.Least ? null : Repeated(r, text, i, count + 1, next)) : null;
        int? Enough() => count >= r.Least ? next(at) : null;
        return r.Lazy ? Enough() ?? More() : More() ?? Enough();
    }
}
