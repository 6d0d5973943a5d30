using System.Globalization;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Classes and escapes.</summary>
internal sealed partial class Re2Syntax
{
    private void Escape()
    {
        int c = Next();
        switch (c)
        {
            case 'd' or 'D' or 'w' or 'W' or 's' or 'S' or 'p' or 'P':
                Set(ClassEscape(c));
                break;
            case 'b' or 'B':
                // ASCII's boundary, as RE2's: nothing else in the text is a word to .NET.
                Anchor(c == 'b' ? "\\b" : "\\B");
                break;
            case 'A':
                Anchor("\\A");
                break;
            case 'z':
                Anchor("\\z");
                break;
            case 'C':
                _simple.Other();
                BytePattern.AppendAnyByte(_output);
                Added(1);
                break;
            case 'Q':
                int end = _pattern.IndexOf("\\E", _at, StringComparison.Ordinal);
                for (int stop = end < 0 ? _pattern.Length : end; _at < stop;)
                {
                    Character(Next());
                }

                _at += end < 0 ? 0 : 2;
                break;
            case 'E':
                break;
            default:
                Character(Escaped(c));
                break;
        }
    }

    private CodePointSet ClassEscape(int c)
    {
        bool negated = char.IsUpper((char)c);
        if (c is not ('p' or 'P'))
        {
            CodePointSet perl = UnicodeSets.Perl(char.ToLowerInvariant((char)c));
            return Folded(negated ? perl.Complement() : perl);
        }

        string name = Sees('{') ? Braced() : char.ConvertFromUtf32(Next());
        if (name.StartsWith('^'))
        {
            (name, negated) = (name[1..], !negated);
        }

        CodePointSet category = UnicodeSets.Category(name) ?? UnicodeScripts.Find(name) ?? throw Invalid($"invalid character class range: {name}");
        category = Folded(category);
        return negated ? category.Complement() : category;
    }

    private CodePointSet Folded(CodePointSet set) => _flags.HasFlag(Flags.IgnoreCase) ? set.IgnoreCase() : set;

    /// <summary>The character that an escape stands for.</summary>
    private int Escaped(int c)
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
                string digits = Sees('{') ? Braced() : char.ConvertFromUtf32(Next()) + char.ConvertFromUtf32(Next());
                return digits.All(char.IsAsciiHexDigit)
                    && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
                    && code is >= 0 and <= CodePointSet.Last and not (>= 0xD800 and <= 0xDFFF)
                        ? code
                        : throw Invalid("invalid escape sequence");
            case >= '0' and <= '7' when c == '0' || (_at < _pattern.Length && _pattern[_at] is >= '0' and <= '7'):
                int value = c - '0';
                for (int i = 0; i < 2 && _at < _pattern.Length && _pattern[_at] is >= '0' and <= '7'; i++)
                {
                    value = (value * 8) + (_pattern[_at++] - '0');
                }

                return value;
            default:
                // Only punctuation may be escaped for no reason.
                return c < 0x80 && !char.IsAsciiLetterOrDigit((char)c) && c != '_' ? c : throw Invalid($"invalid escape sequence: \\{char.ConvertFromUtf32(c)}");
        }
    }

    private string Braced()
    {
        int end = _pattern.IndexOf('}', _at);
        string inside = end < 0 ? throw Invalid("missing }") : _pattern[(_at + 1)..end];
        _at = end + 1;
        return inside;
    }

    /// <summary>A class after its bracket.</summary>
    private CodePointSet Class()
    {
        bool negated = Sees('^');
        _at += negated ? 1 : 0;
        var ranges = new List<(int First, int Last)>();
        for (bool first = true; first || !Sees(']'); first = false)
        {
            if (_at >= _pattern.Length)
            {
                throw Invalid("missing ]");
            }

            if (Sees('[') && _at + 1 < _pattern.Length && _pattern[_at + 1] == ':' && _pattern.IndexOf(":]", _at, StringComparison.Ordinal) >= 0)
            {
                ranges.AddRange(PosixClass().Ranges);
            }
            else if (Sees('\\') && _at + 1 < _pattern.Length && _pattern[_at + 1] is 'd' or 'D' or 'w' or 'W' or 's' or 'S' or 'p' or 'P')
            {
                _at++;
                ranges.AddRange(ClassEscape(Next()).Ranges);
            }
            else
            {
                ranges.Add(ClassRange());
            }
        }

        _at++;
        CodePointSet set = Folded(CodePointSet.Of(ranges));
        return negated ? set.Complement() : set;
    }

    private (int First, int Last) ClassRange()
    {
        int first = ClassCharacter();
        if (!Sees('-') || _at + 1 >= _pattern.Length || _pattern[_at + 1] == ']')
        {
            return (first, first);
        }

        _at++;
        int last = ClassCharacter();
        return last >= first ? (first, last) : throw Invalid("invalid character class range");
    }

    private int ClassCharacter()
    {
        int c = Next();
        return c == '\\' ? Escaped(Next()) : c;
    }

    private CodePointSet PosixClass()
    {
        int end = _pattern.IndexOf(":]", _at, StringComparison.Ordinal);
        string name = _pattern[(_at + 2)..Math.Max(_at + 2, end)];
        bool negated = name.StartsWith('^');
        CodePointSet set = UnicodeSets.Posix(negated ? name[1..] : name) ?? throw Invalid($"invalid character class range: [:{name}:]");
        _at = end + 2;
        return Folded(negated ? set.Complement() : set);
    }
}
