using System.Globalization;
using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>
/// Rewrites a pattern in RE2's syntax (github.com/google/re2/wiki/Syntax), which TensorFlow's regular expressions have, in .NET's: what a
/// dot, a class or an escape matches differs. Characters beyond U+FFFF are two units in .NET and are matched as pairs.
/// </summary>
internal sealed class Re2Syntax
{
    private const string AnyPair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";
    private const int DeepestGroup = 200;

    private readonly string _pattern;
    private readonly StringBuilder _output = new();
    private int _at;
    private bool _dotAll;
    private bool _multiLine;

    private Re2Syntax(string pattern) => _pattern = pattern;

    /// <summary>The same pattern for .NET's engine.</summary>
    /// <exception cref="KernelException">It is no pattern of RE2.</exception>
    public static string ToDotNet(string pattern)
    {
        var syntax = new Re2Syntax(pattern);
        syntax.Alternatives(0);
        return syntax._at == pattern.Length ? syntax._output.ToString() : throw syntax.Invalid("unexpected )");
    }

    private KernelException Invalid(string problem) => KernelContext.Refuse($"invalid pattern: {_pattern}, error: {problem}");

    private char Next() => _at < _pattern.Length ? _pattern[_at++] : throw Invalid("pattern ends too early");

    private void Alternatives(int depth)
    {
        if (depth > DeepestGroup)
        {
            throw Invalid("nesting depth too large");
        }

        while (_at < _pattern.Length && _pattern[_at] != ')')
        {
            char c = _pattern[_at++];
            switch (c)
            {
                case '(':
                    Group(depth);
                    break;
                case '[':
                    Class();
                    break;
                case '.':
                    _output.Append(_dotAll ? $"(?:{AnyPair}|[\\s\\S])" : $"(?:{AnyPair}|[^\\n])");
                    break;
                case '\\':
                    Escape();
                    break;
                case '$':
                    // RE2's $ outside of multi-line mode is the very end; .NET's would also match before a last line break.
                    _output.Append(_multiLine ? "(?=\\n|\\z)" : "\\z");
                    break;
                case '^':
                    _output.Append(_multiLine ? "(?<=\\A|\\n)" : "\\A");
                    break;
                case '*' or '+' or '?':
                    Quantifier(c);
                    break;
                case '{' when Repetition() is { } repetition:
                    _output.Append(repetition);
                    if (_at < _pattern.Length && _pattern[_at] == '?')
                    {
                        _output.Append(_pattern[_at++]);
                    }

                    break;
                case '|':
                    _output.Append('|');
                    break;
                default:
                    Literal(c);
                    break;
            }
        }
    }

    private void Quantifier(char c)
    {
        _output.Append(c);
        if (_at < _pattern.Length && _pattern[_at] == '?')
        {
            _output.Append(_pattern[_at++]);
        }
        else if (_at < _pattern.Length && _pattern[_at] is '*' or '+')
        {
            throw Invalid("bad repetition operator");
        }
    }

    /// <summary>A counted repetition after its brace; null when the brace is a literal one.</summary>
    private string? Repetition()
    {
        int end = _pattern.IndexOf('}', _at);
        if (end < 0)
        {
            return null;
        }

        string inside = _pattern[_at..end];
        string[] bounds = inside.Split(',');
        bool counted = bounds.Length is 1 or 2 && bounds[0].Length > 0 && bounds.All(b => b.All(char.IsAsciiDigit));
        if (!counted)
        {
            return null;
        }

        foreach (string bound in bounds)
        {
            // RE2 refuses more than a thousand repetitions.
            if (bound.Length > 4 || (bound.Length > 0 && int.Parse(bound, CultureInfo.InvariantCulture) > 1000))
            {
                throw Invalid("bad repetition operator");
            }
        }

        _at = end + 1;
        return "{" + inside + "}";
    }

    private void Literal(char c)
    {
        if (char.IsHighSurrogate(c) && _at < _pattern.Length && char.IsLowSurrogate(_pattern[_at]))
        {
            _output.Append("(?:").Append(c).Append(_pattern[_at++]).Append(')');
            return;
        }

        Append(c);
    }

    private void Append(char c)
    {
        if (char.IsAsciiLetterOrDigit(c) || c > 127 || c is '_' or '"' or '\'' or '<' or '>' or '/' or '=' or '!' or '@' or '%' or '&' or ',' or ';' or ':' or '`' or '~')
        {
            _output.Append(c);
        }
        else
        {
            _output.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }
    }

    private void Group(int depth)
    {
        bool dotAll = _dotAll, multiLine = _multiLine;
        if (_at < _pattern.Length && _pattern[_at] == '?')
        {
            _at++;
            if (_pattern.AsSpan(_at).StartsWith("P<") || (_pattern.AsSpan(_at).StartsWith("<") && !_pattern.AsSpan(_at).StartsWith("<=") && !_pattern.AsSpan(_at).StartsWith("<!")))
            {
                // Groups are referred to by number alone, so a name says nothing.
                int end = _pattern.IndexOf('>', _at);
                _at = end < 0 ? throw Invalid("missing >") : end + 1;
                _output.Append('(');
            }
            else if (!Flags())
            {
                return;
            }
        }
        else
        {
            _output.Append('(');
        }

        Alternatives(depth + 1);
        if (_at >= _pattern.Length)
        {
            throw Invalid("missing )");
        }

        _at++;
        _output.Append(')');
        (_dotAll, _multiLine) = (dotAll, multiLine);
    }

    /// <summary>Flags of a group; returns false when they stand for the rest of the enclosing group.</summary>
    private bool Flags()
    {
        bool on = true;
        var inline = new StringBuilder();
        var off = new StringBuilder();
        while (true)
        {
            char c = Next();
            switch (c)
            {
                case '-':
                    on = false;
                    break;
                case 's':
                    _dotAll = on;
                    break;
                case 'm':
                    _multiLine = on;
                    break;
                case 'i':
                    (on ? inline : off).Append('i');
                    break;
                case 'U':
                    throw Invalid("the flag U is not supported");
                case ':' or ')':
                    string options = off.Length > 0 ? $"{inline}-{off}" : inline.ToString();
                    _output.Append(c == ':' ? $"(?{options}:" : options.Length > 0 ? $"(?{options})" : "");
                    return c == ':';
                default:
                    throw Invalid("invalid perl operator");
            }
        }
    }

    private void Escape()
    {
        char c = Next();
        switch (c)
        {
            case 'd' or 'D' or 'w' or 'W' or 's' or 'S':
                _output.Append(char.IsLower(c) ? $"[{Perl(c)}]" : $"(?:{AnyPair}|[^{Perl(char.ToLowerInvariant(c))}])");
                break;
            case 'p' or 'P':
                (string category, bool negated) = Category(c == 'P');
                _output.Append(negated ? $"\\P{{{category}}}" : $"\\p{{{category}}}");
                break;
            case 'b':
                _output.Append("(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))");
                break;
            case 'B':
                _output.Append("(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))");
                break;
            case 'A':
                _output.Append("\\A");
                break;
            case 'z':
                _output.Append("\\z");
                break;
            case 'C':
                _output.Append("[\\s\\S]");
                break;
            case 'Q':
                int end = _pattern.IndexOf("\\E", _at, StringComparison.Ordinal);
                string quoted = end < 0 ? _pattern[_at..] : _pattern[_at..end];
                _at = end < 0 ? _pattern.Length : end + 2;
                foreach (char q in quoted)
                {
                    Append(q);
                }

                break;
            case 'E':
                break;
            default:
                Literal(Character(c));
                break;
        }
    }

    private static string Perl(char c) => c switch
    {
        'd' => "0-9",
        'w' => "0-9A-Za-z_",
        _ => "\\t\\n\\f\\r\\u0020",
    };

    /// <summary>The character that an escape stands for.</summary>
    private char Character(char c)
    {
        switch (c)
        {
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 'v':
                return '\v';
            case 'x':
                string digits = _at < _pattern.Length && _pattern[_at] == '{' ? Braced() : new string([Next(), Next()]);
                return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code) && code <= char.MaxValue
                    ? (char)code
                    : throw Invalid("invalid escape sequence");
            case >= '0' and <= '7' when c == '0' || (_at < _pattern.Length && _pattern[_at] is >= '0' and <= '7'):
                int value = c - '0';
                for (int i = 0; i < 2 && _at < _pattern.Length && _pattern[_at] is >= '0' and <= '7'; i++)
                {
                    value = (value * 8) + (_pattern[_at++] - '0');
                }

                return (char)value;
            default:
                return char.IsAsciiLetterOrDigit(c) ? throw Invalid($"invalid escape sequence: \\{c}") : c;
        }
    }

    private string Braced()
    {
        int end = _pattern.IndexOf('}', _at);
        string inside = end < 0 ? throw Invalid("missing }") : _pattern[(_at + 1)..end];
        _at = end + 1;
        return inside;
    }

    private (string Category, bool Negated) Category(bool negated)
    {
        string name = _at < _pattern.Length && _pattern[_at] == '{' ? Braced() : Next().ToString();
        if (name.StartsWith('^'))
        {
            (name, negated) = (name[1..], !negated);
        }

        // Scripts are Unicode properties that .NET does not have; its blocks are something else.
        return name.Length <= 2 ? (name, negated) : throw Invalid($"the Unicode script {name} is not supported");
    }

    private void Class()
    {
        bool negated = _at < _pattern.Length && _pattern[_at] == '^';
        _at += negated ? 1 : 0;
        var set = new StringBuilder();
        bool first = true;
        while (true)
        {
            char c = Next();
            if (c == ']' && !first)
            {
                break;
            }

            first = false;
            if (c == '[' && _at < _pattern.Length && _pattern[_at] == ':')
            {
                set.Append(Posix());
            }
            else if (c == '\\' && _at < _pattern.Length && _pattern[_at] is 'd' or 'D' or 'w' or 'W' or 's' or 'S' or 'p' or 'P')
            {
                set.Append(ClassEscape(Next()));
            }
            else
            {
                char low = c == '\\' ? Character(Next()) : c;
                char high = low;
                if (_at + 1 < _pattern.Length && _pattern[_at] == '-' && _pattern[_at + 1] != ']')
                {
                    _at++;
                    char end = Next();
                    high = end == '\\' ? Character(Next()) : end;
                    if (high < low)
                    {
                        throw Invalid("invalid character class range");
                    }
                }

                set.Append(Unit(low));
                if (high != low)
                {
                    set.Append('-').Append(Unit(high));
                }
            }
        }

        _output.Append(negated ? $"(?:{AnyPair}|[^{set}])" : $"[{set}]");
    }

    private static string Unit(char c) => "\\u" + ((int)c).ToString("X4", CultureInfo.InvariantCulture);

    private string ClassEscape(char c)
    {
        if (c is 'p' or 'P')
        {
            (string category, bool negated) = Category(c == 'P');
            return negated ? $"\\P{{{category}}}" : $"\\p{{{category}}}";
        }

        return c switch
        {
            'D' => "\\u0000-\\u002F\\u003A-\\uFFFF",
            'W' => "\\u0000-\\u002F\\u003A-\\u0040\\u005B-\\u005E\\u0060\\u007B-\\uFFFF",
            'S' => "\\u0000-\\u0008\\u000B\\u000E-\\u001F\\u0021-\\uFFFF",
            _ => Perl(c),
        };
    }

    private string Posix()
    {
        int end = _pattern.IndexOf(":]", _at, StringComparison.Ordinal);
        string name = end < 0 ? throw Invalid("invalid character class") : _pattern[(_at + 1)..end];
        _at = end + 2;
        bool negated = name.StartsWith('^');
        string ranges = (negated ? name[1..] : name) switch
        {
            "alnum" => "09AZaz",
            "alpha" => "AZaz",
            "ascii" => "\u0000\u007F",
            "blank" => "\t\t  ",
            "cntrl" => "\u0000\u001F\u007F\u007F",
            "digit" => "09",
            "graph" => "!~",
            "lower" => "az",
            "print" => " ~",
            "punct" => "!/:@[`{~",
            "space" => "\t\r  ",
            "upper" => "AZ",
            "word" => "09AZ__az",
            "xdigit" => "09AFaf",
            _ => throw Invalid($"invalid character class [:{name}:]"),
        };
        var set = new StringBuilder();
        char next = '\0';
        for (int i = 0; i < ranges.Length; i += 2)
        {
            if (!negated)
            {
                set.Append(Unit(ranges[i])).Append('-').Append(Unit(ranges[i + 1]));
            }
            else if (ranges[i] > next)
            {
                set.Append(Unit(next)).Append('-').Append(Unit((char)(ranges[i] - 1)));
            }

            next = (char)(ranges[i + 1] + 1);
        }

        return negated ? set.Append(Unit(next)).Append("-\\uFFFF").ToString() : set.ToString();
    }
}
