using System.Globalization;
using KerasCompat.Contracts;

namespace KerasCompat.Cli.Numpy;

/// <summary>
/// Parses the header of a .npy file: a Python dictionary literal with the keys <c>descr</c>, <c>fortran_order</c> and <c>shape</c>
/// (numpy/lib/format.py). Nothing of Python but these literals is understood, and nothing is evaluated.
/// </summary>
internal ref struct NpyHeaderParser
{
    private const int MostDimensions = 64;

    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private NpyHeaderParser(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Parses a header.</summary>
    /// <param name="text">The dictionary literal.</param>
    /// <exception cref="FormatException">The text is no such literal, or states an impossible or unsupported array.</exception>
    public static NpyHeader Parse(ReadOnlySpan<char> text)
    {
        var parser = new NpyHeaderParser(text);
        return parser.Header();
    }

    private NpyHeader Header()
    {
        NpyElement? element = null;
        bool? fortranOrder = null;
        nint[]? shape = null;
        Expect('{');
        while (!Accept('}'))
        {
            string key = Text();
            Expect(':');
            switch (key)
            {
                case "descr":
                    element = Element();
                    break;
                case "fortran_order":
                    fortranOrder = Boolean();
                    break;
                case "shape":
                    shape = Shape();
                    break;
                default:
                    throw new FormatException($"the header has the unknown key '{key}'");
            }

            if (!Accept(','))
            {
                Expect('}');
                break;
            }
        }

        if (element is null || fortranOrder is null || shape is null)
        {
            throw new FormatException("the header lacks 'descr', 'fortran_order' or 'shape'");
        }

        return new NpyHeader(element.Value, fortranOrder.Value, shape, Count(shape));
    }

    private static int Count(nint[] shape)
    {
        Int128 count = 1;
        foreach (nint dimension in shape)
        {
            count *= dimension;
            if (count > int.MaxValue)
            {
                throw new FormatException("the array has more than 2^31 elements");
            }
        }

        return (int)count;
    }

    private NpyElement Element()
    {
        SkipSpace();
        if (_at < _text.Length && _text[_at] == '[')
        {
            throw new FormatException("it is a structured array; save each field as an array of its own");
        }

        string descr = Text();
        if (descr.Length > 1 && descr[1] == 'O')
        {
            throw new FormatException("it holds pickled Python objects, which are not loaded; save text with dtype 'S' or 'U'");
        }

        if (descr.Length < 3 || "<>|=".IndexOf(descr[0], StringComparison.Ordinal) < 0
            || !int.TryParse(descr.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int size))
        {
            throw new FormatException($"the element type '{descr}' is not supported");
        }

        return Element(descr, descr[1], size);
    }

    private static NpyElement Element(string descr, char kind, int size)
    {
        DType dtype = (kind, size) switch
        {
            ('b', 1) => DType.Bool,
            ('i', 1) => DType.Int8,
            ('i', 2) => DType.Int16,
            ('i', 4) => DType.Int32,
            ('i', 8) => DType.Int64,
            ('u', 1) => DType.UInt8,
            ('u', 2) => DType.UInt16,
            ('u', 4) => DType.UInt32,
            ('u', 8) => DType.UInt64,
            ('f', 2) => DType.Float16,
            ('f', 4) => DType.Float32,
            ('f', 8) => DType.Float64,
            // How NumPy writes ml_dtypes' bfloat16: it does not know the type, only its size.
            ('V', 2) => DType.BFloat16,
            ('S', _) => DType.String,
            ('U', <= int.MaxValue / 4) => DType.String,
            _ => throw new FormatException($"the element type '{descr}' is not supported"),
        };
        return new NpyElement(dtype, kind, kind == 'U' ? size * 4 : size, descr[0] == '>');
    }

    private nint[] Shape()
    {
        var shape = new List<nint>();
        Expect('(');
        while (!Accept(')'))
        {
            if (shape.Count == MostDimensions)
            {
                throw new FormatException("the array has more than 64 dimensions");
            }

            shape.Add(Integer());
            if (!Accept(','))
            {
                Expect(')');
                break;
            }
        }

        return [.. shape];
    }

    private nint Integer()
    {
        SkipSpace();
        int start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }

        if (!int.TryParse(_text[start.._at], NumberStyles.None, CultureInfo.InvariantCulture, out int value))
        {
            throw new FormatException("the header has an impossible shape");
        }

        // Python 2 wrote long integers with a trailing L.
        if (_at < _text.Length && _text[_at] == 'L')
        {
            _at++;
        }

        return value;
    }

    private bool Boolean()
    {
        SkipSpace();
        foreach (string word in (ReadOnlySpan<string>)["True", "False"])
        {
            if (_text[_at..].StartsWith(word, StringComparison.Ordinal))
            {
                _at += word.Length;
                return word == "True";
            }
        }

        throw new FormatException("'fortran_order' is neither True nor False");
    }

    private string Text()
    {
        SkipSpace();
        if (_at == _text.Length || _text[_at] is not ('\'' or '"'))
        {
            throw new FormatException("the header is not a dictionary as NumPy writes it");
        }

        char quote = _text[_at++];
        int length = _text[_at..].IndexOf(quote);
        if (length < 0)
        {
            throw new FormatException("the header ends inside a text");
        }

        string text = _text.Slice(_at, length).ToString();
        _at += length + 1;
        return text;
    }

    private void Expect(char wanted)
    {
        if (!Accept(wanted))
        {
            throw new FormatException($"the header has no '{wanted}' where one belongs");
        }
    }

    private bool Accept(char wanted)
    {
        SkipSpace();
        if (_at == _text.Length || _text[_at] != wanted)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\n' or '\t')
        {
            _at++;
        }
    }
}
