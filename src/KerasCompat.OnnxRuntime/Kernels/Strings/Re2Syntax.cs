using System.Globalization;
using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>
/// Rewrites a pattern in RE2's syntax (github.com/google/re2/wiki/Syntax), which TensorFlow's regular expressions have, as one for .NET's
/// automaton on bytes (<see cref="BytePattern"/>). Case, classes and flags are settled here, so that nothing of .NET's own understanding of
/// text is left in the result.
/// </summary>
internal sealed partial class Re2Syntax
{
    private const int DeepestGroup = 200;

    /// <summary>RE2 refuses more repetitions, also of nested ones together.</summary>
    private const int MostRepetitions = 1000;

    private readonly string _pattern;
    private readonly StringBuilder _output = new();
    private readonly SimplePattern _simple = new();
    private int _at;
    private int _groups;
    private Flags _flags;

    /// <summary>How often the last item may be repeated inside of itself; 0 when there is nothing to repeat.</summary>
    private int _repeatable;
    private bool _repeated;

    private Re2Syntax(string pattern) => _pattern = pattern;

    [Flags]
    private enum Flags
    {
        None = 0,
        DotAll = 1,
        MultiLine = 2,
        IgnoreCase = 4,
        Ungreedy = 8,
    }

    /// <summary>Translates a pattern.</summary>
    /// <exception cref="KernelException">It is no pattern of RE2.</exception>
    public static Re2Pattern Translate(string pattern)
    {
        var syntax = new Re2Syntax(pattern);
        syntax.Alternatives(0);
        if (syntax._at != pattern.Length)
        {
            throw syntax.Invalid("unexpected )");
        }

        (CodePointSet? set, bool run) = syntax._simple.Set;
        return new Re2Pattern(syntax._output.ToString(), syntax._groups, set, run, syntax._simple.Literal);
    }

    private KernelException Invalid(string problem) => KernelContext.Refuse($"Invalid pattern: {_pattern}, error: {problem}");

    private bool Sees(char c) => _at < _pattern.Length && _pattern[_at] == c;

    private int Next()
    {
        if (_at >= _pattern.Length)
        {
            throw Invalid("the pattern ends too early");
        }

        int codePoint = char.ConvertToUtf32(_pattern, _at);
        _at += codePoint > char.MaxValue ? 2 : 1;
        return codePoint;
    }

    /// <summary>Reads up to the end or to the parenthesis that closes the group; gives back how often something inside may be repeated.</summary>
    private int Alternatives(int depth)
    {
        if (depth > DeepestGroup)
        {
            throw Invalid("nesting depth exceeds limit");
        }

        int repetitions = 1;
        _repeatable = 0;
        _repeated = false;
        while (_at < _pattern.Length && _pattern[_at] != ')')
        {
            Item(Next(), depth);
            repetitions = Math.Max(repetitions, _repeatable);
        }

        return repetitions;
    }

    private void Item(int c, int depth)
    {
        switch (c)
        {
            case '(':
                Group(depth);
                break;
            case '|':
                _simple.Alternative(depth);
                _output.Append('|');
                _repeatable = 0;
                break;
            case '*' or '+' or '?':
                Repeat(((char)c).ToString(), 1);
                break;
            case '{' when Counts() is { } counts:
                Repeat(counts.Text, Math.Max(1, counts.Most));
                break;
            case '[':
                Set(Class());
                break;
            case '.':
                Set(_flags.HasFlag(Flags.DotAll) ? CodePointSet.All : CodePointSet.Of(('\n', '\n')).Complement());
                break;
            case '^':
                Anchor(_flags.HasFlag(Flags.MultiLine) ? "(?m:^)" : "\\A");
                break;
            case '$':
                // Outside of multi-line mode the very end; .NET's own would also match before a last line break.
                Anchor(_flags.HasFlag(Flags.MultiLine) ? "(?m:$)" : "\\z");
                break;
            case '\\':
                Escape();
                break;
            default:
                Character(c);
                break;
        }
    }

    private void Repeat(string operation, int most)
    {
        if (_repeated || _repeatable == 0)
        {
            throw Invalid(_repeated ? "bad repetition operator" : $"no argument for repetition operator: {operation}");
        }

        if (most * _repeatable > MostRepetitions)
        {
            throw Invalid("invalid repetition size");
        }

        bool lazy = Sees('?');
        _at += lazy ? 1 : 0;
        lazy ^= _flags.HasFlag(Flags.Ungreedy);
        _simple.Repeated(lazy ? operation + "?" : operation);
        _output.Append(operation).Append(lazy ? "?" : "");
        _repeatable *= most;
        _repeated = true;
    }

    /// <summary>A counted repetition after its brace; null when the brace is a literal one.</summary>
    private (string Text, int Most)? Counts()
    {
        int end = _pattern.IndexOf('}', _at);
        string[] bounds = end < 0 ? [] : _pattern[_at..end].Split(',');
        if (bounds.Length is not (1 or 2) || bounds[0].Length == 0 || !bounds.All(b => b.All(char.IsAsciiDigit)))
        {
            return null;
        }

        int[] counts = [.. bounds.Where(b => b.Length > 0).Select(b => b.Length > 9 ? int.MaxValue : int.Parse(b, CultureInfo.InvariantCulture))];
        if (counts.Any(count => count > MostRepetitions) || counts[^1] < counts[0])
        {
            throw Invalid("invalid repetition size");
        }

        string text = _pattern[(_at - 1)..(end + 1)];
        _at = end + 1;
        return (text, counts.Max());
    }

    private void Anchor(string anchor)
    {
        _simple.Other();
        _output.Append("(?:").Append(anchor).Append(')');
        Added(1);
    }

    private void Added(int repeatable) => (_repeatable, _repeated) = (repeatable, false);

    private void Set(CodePointSet set)
    {
        _simple.Add(set, null);
        BytePattern.Append(_output, set);
        Added(1);
    }

    private void Character(int codePoint)
    {
        CodePointSet set = CodePointSet.Of((codePoint, codePoint));
        if (_flags.HasFlag(Flags.IgnoreCase))
        {
            set = set.IgnoreCase();
        }

        _simple.Add(set, _flags.HasFlag(Flags.IgnoreCase) ? null : codePoint);
        if (codePoint < 0x80 && char.IsAsciiLetterOrDigit((char)codePoint) && !_flags.HasFlag(Flags.IgnoreCase))
        {
            _output.Append((char)codePoint);
        }
        else
        {
            BytePattern.Append(_output, set);
        }

        Added(1);
    }

    private void Group(int depth)
    {
        Flags outside = _flags;
        if (Sees('?'))
        {
            _at++;
            if (_pattern.AsSpan(_at).StartsWith("P<") || Sees('<'))
            {
                Name();
            }
            else if (!GroupFlags())
            {
                return;
            }
        }
        else
        {
            Capture();
        }

        _simple.Other();
        int repeatable = Alternatives(depth + 1);
        if (!Sees(')'))
        {
            throw Invalid($"missing ): {_pattern}");
        }

        _at++;
        _output.Append(')');
        _flags = outside;
        Added(repeatable);
    }

    /// <summary>Groups are referred to by number alone, so a name says nothing.</summary>
    private void Name()
    {
        int start = _pattern.IndexOf('<', _at) + 1, end = _pattern.IndexOf('>', _at);
        if (end <= start || !_pattern[start..end].All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw Invalid("invalid named capture group");
        }

        _at = end + 1;
        Capture();
    }

    private void Capture()
    {
        _groups++;
        _output.Append('(');
    }

    /// <summary>Flags of a group; false when they stand for the rest of the enclosing group.</summary>
    private bool GroupFlags()
    {
        bool on = true;
        for (bool any = false; ; any = true)
        {
            int c = Next();
            Flags flag = c switch { 's' => Flags.DotAll, 'm' => Flags.MultiLine, 'i' => Flags.IgnoreCase, 'U' => Flags.Ungreedy, _ => Flags.None };
            if (flag != Flags.None)
            {
                _flags = on ? _flags | flag : _flags & ~flag;
            }
            else if (c == '-' && on)
            {
                on = false;
            }
            else if (c == ':')
            {
                _output.Append("(?:");
                return true;
            }
            else if (c == ')' && any)
            {
                return false;
            }
            else
            {
                throw Invalid("invalid perl operator");
            }
        }
    }
}
