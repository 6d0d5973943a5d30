using System.Text;

namespace KerasCompat.Contracts.Json;

/// <summary>
/// Reads JSON (RFC 8259) from untrusted text: bounded in length and depth, no member twice, nothing after the value.
/// Also takes the <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> that Python's <c>json.dumps</c> writes, since Keras' metadata holds them.
/// </summary>
internal sealed class JsonReader
{
    /// <summary>Nested Keras models nest their configurations; no model seen in public comes near this.</summary>
    private const int MaxDepth = 256;

    /// <summary>The most UTF-16 units that a text may have: far above any contract, far below what would exhaust a build's memory.</summary>
    private const int MaxLength = 64 * 1024 * 1024;

    private const int FewMembers = 16;

    /// <summary>Editors put it before a text; RFC 8259 lets a reader ignore it.</summary>
    private const char ByteOrderMark = '\ufeff';

    // Stands for all that was not selected.
    private static readonly JsonValue Passed = new(JsonKind.Null, 0);

    private readonly JsonSource _source;
    private readonly string _text;
    private int _position;

    private JsonReader(JsonSource source)
    {
        _source = source;
        _text = source.Text;
    }

    /// <summary>The one value that a text holds.</summary>
    /// <exception cref="ModelFormatException">The text is not JSON, or is longer or deeper than it may be.</exception>
    public static JsonValue Parse(JsonSource source) => Parse(source, JsonSelection.Everything);

    /// <summary>The one value that a text holds, with a selection of its members.</summary>
    /// <exception cref="ModelFormatException">The text is not JSON, or is longer or deeper than it may be.</exception>
    public static JsonValue Parse(JsonSource source, JsonSelection selection)
    {
        if (source.Text.Length > MaxLength)
        {
            throw source.Error(0, $"the text has {source.Text.Length} characters; at most {MaxLength} are read");
        }

        var reader = new JsonReader(source);
        reader.TryTake(ByteOrderMark);
        reader.SkipWhiteSpace();
        JsonValue value = reader.ReadValue(0, selection);
        reader.SkipWhiteSpace();
        return reader._position == reader._text.Length ? value : throw reader.Unexpected("the end of the text");
    }

    /// <summary>Reads a value; what is not selected is passed over, and what is returned for it is empty.</summary>
    private JsonValue ReadValue(int depth, JsonSelection? selection)
    {
        if (depth > MaxDepth)
        {
            throw _source.Error(_position, $"values are nested deeper than {MaxDepth} levels");
        }

        int start = _position;
        switch (Peek())
        {
            case '{':
                return ReadObject(start, depth, selection);
            case '[':
                return ReadArray(start, depth, selection);
            case '"':
                return selection is null && TryPassString() ? Passed : new JsonValue(JsonKind.String, start) { Text = ReadString() };
            case 't':
                return ReadWord("true", JsonKind.True);
            case 'f':
                return ReadWord("false", JsonKind.False);
            case 'n':
                return ReadWord("null", JsonKind.Null);
            case 'N':
                return ReadWord("NaN", JsonKind.Number);
            case 'I':
                return ReadWord("Infinity", JsonKind.Number);
            case '-' when _position + 1 < _text.Length && _text[_position + 1] == 'I':
                return ReadWord("-Infinity", JsonKind.Number);
            default:
                int length = JsonNumber.Length(_text, _position);
                if (length == 0)
                {
                    throw Unexpected("a value");
                }

                _position += length;
                return selection is null ? Passed : new JsonValue(JsonKind.Number, start) { Text = _text.Substring(start, length) };
        }
    }

    private JsonValue ReadWord(string word, JsonKind kind)
    {
        int start = _position;
        foreach (char letter in word)
        {
            if (!TryTake(letter))
            {
                _position = start;
                throw Unexpected("a value");
            }
        }

        return new JsonValue(kind, start) { Text = word };
    }

    private JsonValue ReadArray(int start, int depth, JsonSelection? selection)
    {
        List<JsonValue>? items = selection is null ? null : [];
        _position++;
        SkipWhiteSpace();
        if (!TryTake(']'))
        {
            do
            {
                SkipWhiteSpace();
                JsonValue item = ReadValue(depth + 1, selection);
                items?.Add(item);
                SkipWhiteSpace();
            }
            while (TryTake(','));
            Take(']', "',' or ']'");
        }

        return items is null ? Passed : new JsonValue(JsonKind.Array, start) { Items = items };
    }

    private JsonValue ReadObject(int start, int depth, JsonSelection? selection)
    {
        var members = new List<KeyValuePair<string, JsonValue>>();
        HashSet<string>? names = null;
        _position++;
        SkipWhiteSpace();
        if (!TryTake('}'))
        {
            do
            {
                SkipWhiteSpace();
                int nameStart = _position;
                if (Peek() != '"')
                {
                    throw Unexpected("a member's name in quotes");
                }

                string name = ReadString();
                JsonSelection? inside = selection?.Of(name);
                if (inside is not null && IsTaken(name, members, ref names))
                {
                    throw _source.Error(nameStart, $"the member {JsonText.Quote(name)} stands twice in one object");
                }

                SkipWhiteSpace();
                Take(':', "':'");
                SkipWhiteSpace();
                JsonValue value = ReadValue(depth + 1, inside);
                if (inside is not null)
                {
                    members.Add(new KeyValuePair<string, JsonValue>(name, value));
                }

                SkipWhiteSpace();
            }
            while (TryTake(','));
            Take('}', "',' or '}'");
        }

        return selection is null ? Passed : new JsonValue(JsonKind.Object, start) { Members = members };
    }

    /// <summary>Whether a name stands among members. Of few they are compared one by one, of many by a set.</summary>
    private static bool IsTaken(string name, List<KeyValuePair<string, JsonValue>> members, ref HashSet<string>? names)
    {
        if (members.Count >= FewMembers)
        {
            names ??= new HashSet<string>(members.Select(member => member.Key), StringComparer.Ordinal);
            return !names.Add(name);
        }

        foreach (KeyValuePair<string, JsonValue> member in members)
        {
            if (member.Key == name)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Passes over a string without escapes; where there are some, it is still to be read.</summary>
    private bool TryPassString()
    {
        int end = EndOfPlainText(_position + 1);
        if (end == _text.Length || _text[end] != '"')
        {
            return false;
        }

        _position = end + 1;
        return true;
    }

    private int EndOfPlainText(int start)
    {
        int end = start;
        while (end < _text.Length && _text[end] is not ('"' or '\\') && _text[end] >= ' ')
        {
            end++;
        }

        return end;
    }

    private string ReadString()
    {
        int start = ++_position;
        _position = EndOfPlainText(start);
        if (_position < _text.Length && _text[_position] == '"')
        {
            return _text.Substring(start, _position++ - start);
        }

        var content = new StringBuilder(_text, start, _position - start, Math.Max(16, 2 * (_position - start)));
        while (true)
        {
            char next = Peek();
            if (next < ' ')
            {
                throw Unexpected("the end of the string");
            }

            _position++;
            switch (next)
            {
                case '"':
                    return content.ToString();
                case '\\':
                    content.Append(ReadEscape());
                    break;
                default:
                    content.Append(next);
                    break;
            }
        }
    }

    private char ReadEscape()
    {
        char kind = Peek();
        _position++;
        switch (kind)
        {
            case '"' or '\\' or '/':
                return kind;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when TryReadCodeUnit(out char unit):
                return unit;
            default:
                _position--;
                throw Unexpected("an escape");
        }
    }

    private bool TryReadCodeUnit(out char unit)
    {
        unit = '\0';
        if (_position + 4 > _text.Length)
        {
            return false;
        }

        for (int i = 0; i < 4; i++)
        {
            char digit = _text[_position + i];
            if (!Uri.IsHexDigit(digit))
            {
                return false;
            }

            unit = (char)((unit << 4) | Uri.FromHex(digit));
        }

        _position += 4;
        return true;
    }

    private void SkipWhiteSpace()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\n' or '\r' or '\t')
        {
            _position++;
        }
    }

    private bool TryTake(char expected)
    {
        if (_position >= _text.Length || _text[_position] != expected)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Take(char expected, string name)
    {
        if (!TryTake(expected))
        {
            throw Unexpected(name);
        }
    }

    /// <summary>The next unit, or NUL at the end: no valid JSON token begins with it, so the end needs no case of its own.</summary>
    private char Peek() => _position < _text.Length ? _text[_position] : '\0';

    private ModelFormatException Unexpected(string expected) => _source.Error(
        _position,
        _position >= _text.Length
            ? $"the text ends where {expected} was expected"
            : $"{JsonText.Quote(_text[_position].ToString())} stands where {expected} was expected");
}
