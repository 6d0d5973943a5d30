using System.Globalization;
using System.Text;

namespace KerasCompat.SavedModel.Wire;

/// <summary>
/// Reads a protocol buffer forward, field by field, without holding it: a field that nobody asks for is passed by seeking, however large
/// it is. Nothing is allocated before the file is known to be long enough to hold it.
/// </summary>
/// <remarks>Every error is a <see cref="ModelFormatException"/> that names the file and the byte.</remarks>
internal sealed class WireReader : IDisposable
{
    /// <summary>Deeper than any message of a SavedModel outside the graph, shallow enough for any stack.</summary>
    private const int MaxDepth = 100;

    /// <summary>Names, default values and Keras configurations stay far below; the graph, which does not, is passed and never read.</summary>
    private const int MaxValueLength = 64 * 1024 * 1024;

    private const int BufferSize = 16 * 1024;

    /// <summary>Invalid bytes are an error, not a replacement character: a signature's key must reach the engine as it is.</summary>
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Stream _stream;
    private readonly string _path;
    private readonly byte[] _buffer = new byte[BufferSize];

    private int _buffered;
    private int _next;
    private long _bufferStart;
    private long _limit;
    private int _depth;
    private WireType _type;
    private bool _pending;

    /// <summary>A reader at the start of a stream, which it owns.</summary>
    public WireReader(Stream stream, string path)
    {
        _stream = stream;
        _path = path;
        _limit = stream.Length;
    }

    /// <summary>The number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    private long Position => _bufferStart + _next;

    /// <summary>Goes on to the next field of the current message, past the value of this one if it was not read.</summary>
    /// <returns>False at the end of the message.</returns>
    public bool Next()
    {
        if (_pending)
        {
            Skip();
        }

        if (Position == _limit)
        {
            return false;
        }

        ulong tag = RawVarint();
        Field = (int)Math.Min(tag >> 3, int.MaxValue);
        _type = (WireType)(tag & 7);
        if (Field == 0 || tag > uint.MaxValue || _type is not (WireType.Varint or WireType.Fixed64 or WireType.Bytes or WireType.Fixed32))
        {
            throw Error($"a field cannot begin with the tag {tag}");
        }

        _pending = true;
        return true;
    }

    /// <summary>Steps into the message that is the value of the current field.</summary>
    /// <returns>What <see cref="Leave"/> needs to step out again.</returns>
    public long Enter()
    {
        long length = Length();
        if (++_depth > MaxDepth)
        {
            throw Error($"messages are nested deeper than {MaxDepth} levels");
        }

        long outer = _limit;
        _limit = Position + length;
        return outer;
    }

    /// <summary>Steps out of a message, past what was not read of it.</summary>
    public void Leave(long outer)
    {
        _pending = false;
        Advance(_limit - Position);
        _limit = outer;
        _depth--;
    }

    /// <summary>The value of the current field as an integer.</summary>
    public long Int64()
    {
        Expect(WireType.Varint);
        return unchecked((long)RawVarint());
    }

    /// <summary>The value of the current field as an integer of 32 bits; higher bits are dropped, as protocol buffers do.</summary>
    public int Int32() => unchecked((int)Int64());

    /// <summary>The value of the current field as a truth value.</summary>
    public bool Bool() => Int64() != 0;

    /// <summary>The value of the current field as text.</summary>
    public string String()
    {
        long start = Position;
        byte[] bytes = Bytes();
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Error(start, "a text is not UTF-8");
        }
    }

    /// <summary>A field of the message that is the value of the current field, as text; null where the message does not have it.</summary>
    /// <param name="field">The number of the field in that message.</param>
    public string? TextOf(int field)
    {
        string? text = null;
        long outer = Enter();
        while (Next())
        {
            if (Field == field)
            {
                text = String();
            }
        }

        Leave(outer);
        return text;
    }

    /// <summary>The value of the current field as bytes.</summary>
    public byte[] Bytes()
    {
        long length = Length();
        if (length > MaxValueLength)
        {
            throw Error($"a value of {length} bytes is longer than any that belongs here");
        }

        byte[] bytes = new byte[length];
        Fill(bytes);
        return bytes;
    }

    /// <summary>The bytes of the current field's number, which is 4 or 8 bytes wide, or of a packed list of such numbers.</summary>
    public byte[] FixedOrPacked()
    {
        if (_type == WireType.Bytes)
        {
            return Bytes();
        }

        if (_type == WireType.Varint)
        {
            throw Error("a number of fixed width was expected");
        }

        _pending = false;
        byte[] bytes = new byte[_type == WireType.Fixed32 ? 4 : 8];
        Require(bytes.Length);
        Fill(bytes);
        return bytes;
    }

    /// <summary>The current field's integer, or the integers of a packed list.</summary>
    public void VarintOrPacked(List<ulong> values)
    {
        if (_type == WireType.Varint)
        {
            values.Add(unchecked((ulong)Int64()));
            return;
        }

        long outer = Enter();
        while (Position < _limit)
        {
            values.Add(RawVarint());
        }

        Leave(outer);
    }

    /// <summary>An error at the current byte.</summary>
    public ModelFormatException Error(string problem) => Error(Position, problem);

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private ModelFormatException Error(long position, string problem) =>
        new(_path, "byte " + position.ToString(CultureInfo.InvariantCulture), problem, ModelPath.DamagedRemedy(_path));

    private void Expect(WireType type)
    {
        if (_type != type)
        {
            throw Error($"field {Field} is laid out as {_type}, not as {type}");
        }

        _pending = false;
    }

    private void Skip()
    {
        switch (_type)
        {
            case WireType.Varint:
                RawVarint();
                break;
            case WireType.Fixed64:
                Require(8);
                Advance(8);
                break;
            case WireType.Fixed32:
                Require(4);
                Advance(4);
                break;
            default:
                Advance(Length());
                break;
        }

        _pending = false;
    }

    /// <summary>The length of the current field's value, known to lie within the current message.</summary>
    private long Length()
    {
        Expect(WireType.Bytes);
        ulong length = RawVarint();
        Require(length);
        return (long)length;
    }

    private void Require(ulong length)
    {
        long left = _limit - Position;
        if (length > (ulong)left)
        {
            throw Error($"field {Field} is {length} bytes long, but only {left} are left");
        }
    }

    private void Require(int length) => Require((ulong)length);

    private ulong RawVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = RawByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Error("a number is longer than 10 bytes");
    }

    private byte RawByte()
    {
        if (Position >= _limit)
        {
            throw Error("the data ends inside a field");
        }

        if (_next == _buffered)
        {
            Refill();
        }

        return _buffer[_next++];
    }

    private void Fill(byte[] target)
    {
        int filled = 0;
        while (filled < target.Length)
        {
            if (_next == _buffered)
            {
                Refill();
            }

            int count = Math.Min(target.Length - filled, _buffered - _next);
            Buffer.BlockCopy(_buffer, _next, target, filled, count);
            _next += count;
            filled += count;
        }
    }

    private void Advance(long count)
    {
        if (count <= _buffered - _next)
        {
            _next += (int)count;
            return;
        }

        _bufferStart = Position + count;
        _next = _buffered = 0;
        _stream.Position = _bufferStart;
    }

    private void Refill()
    {
        _bufferStart = Position;
        _next = 0;
        try
        {
            _buffered = _stream.Read(_buffer, 0, BufferSize);
        }
        catch (IOException exception)
        {
            throw ModelPath.Unreadable(_path, exception);
        }

        if (_buffered == 0)
        {
            throw Error("the file became shorter while it was read");
        }
    }
}
