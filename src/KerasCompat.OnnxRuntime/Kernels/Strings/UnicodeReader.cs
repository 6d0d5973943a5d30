namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>The characters of a text one after the other.</summary>
internal ref struct UnicodeReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly TextEncoding _encoding;
    private readonly UnicodePolicy _policy;
    private int _start;
    private int _at;

    /// <param name="bytes">The text.</param>
    /// <param name="encoding">How it is encoded.</param>
    /// <param name="policy">What to do with what is no character.</param>
    public UnicodeReader(ReadOnlySpan<byte> bytes, TextEncoding encoding, UnicodePolicy policy)
    {
        _bytes = bytes;
        _encoding = encoding.Of(bytes, out _at);
        _policy = policy;
    }

    /// <summary>The character.</summary>
    public int Character { get; private set; }

    /// <summary>Where it begins; a mark in front belongs to the first.</summary>
    public int Start { get; private set; }

    /// <summary>Goes to the next character.</summary>
    public bool Read()
    {
        while (_at < _bytes.Length)
        {
            int codePoint = _encoding.Next(_bytes[_at..], out int consumed);
            Start = _start;
            _start = _at += consumed;
            if (_policy.Read(codePoint) is { } character)
            {
                Character = character;
                return true;
            }
        }

        return false;
    }
}
