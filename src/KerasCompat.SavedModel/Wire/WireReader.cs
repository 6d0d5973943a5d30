using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace KerasCompat.SavedModel.Wire;

/// <summary>
/// Reads a protocol buffer forward, field by field. One in a file is not held: a field that nobody asks for is passed by seeking, however large
/// it is. One in memory is not copied: its bytes are slices. Nothing is allocated before the data is known to be long enough to hold it.
/// </summary>
/// <remarks>Every error is a <see cref="ModelFormatException"/> that names the file and the byte.</remarks>
internal sealed class WireReader : IDisposable
{
    /// <summary>Deeper than any message of a SavedModel, shallow enough for any stack.</summary>
    private const int MaxDepth = 100;

    /// <summary>Names, default values and Keras configurations stay far below; the graph, which does not, is passed or in memory.</summary>
    private const int MaxValueLength = 64 * 1024 * 1024;

    private const int BufferSize = 16 * 1024;

    /// <summary>Invalid bytes are an error, not a replacement character: a signature's key must reach the engine as it is.</summary>
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Null where the buffer holds all there is.
    private readonly Stream? _stream;
    private readonly string _path;
    private readonly byte[] _buffer;

    private int _buffered;
    private int _next;
    private int _fieldStart;
    // Where the current message or the buffer ends, whichever is first.
    private int _end;
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
        _buffer = new byte[BufferSize];
        _limit = stream.Length;
    }

    /// <summary>A reader at the start of a message in memory.</summary>
    public WireReader(WireSlice message)
    {
        _path = message.Path;
        _buffer = message.Array;
        _next = message.Start;
        _end = _buffered = message.Start + message.Length;
        _limit = _end;
    }

    /// <summary>The number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>What is left of the current message, which lies in memory, from where the reader stands.</summary>
    public WireSlice Rest => new(_buffer, _next, _end - _next, _path);

    /// <summary>The current field and what follows it in the message, which lies in memory.</summary>
    public WireSlice FromField => new(_buffer, _fieldStart, _end - _fieldStart, _path);

    private long Position => _bufferStart + _next;

    /// <summary>Goes on to the next field of the current message, past the value of this one if it was not read.</summary>
    /// <returns>False at the end of the message.</returns>
    public bool Next()
    {
        if (_pending)
        {
            Skip();
        }

        if (_next == _end && Position == _limit)
        {
            return false;
        }

        _fieldStart = _next;
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

    /// <summary>Goes on to the next field of a number, past all others.</summary>
    /// <returns>False at the end of the message.</returns>
    public bool Find(int field)
    {
        while (Next())
        {
            if (Field == field)
            {
                return true;
            }
        }

        return false;
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
        LimitTo(Position + length);
        return outer;
    }


    /// <summary>Steps out of a message, past what was not read of it.</summary>
    public void Leave(long outer)
    {
        _pending = false;
        Advance(_limit - Position);
        LimitTo(outer);
        _depth--;
    }

    /// <summary>Reads the message that is the value of the current field.</summary>
    /// <param name="message">What it is read into.</param>
    public T Message<T>(T message)
        where T : class, IWireReadable
    {
        long outer = Enter();
        ReadAll(message);
        Leave(outer);
        return message;
    }

    /// <summary>Reads the current message.</summary>
    /// <param name="message">What it is read into.</param>
    public T ReadAll<T>(T message)
        where T : class, IWireReadable
    {
        while (Next())
        {
            message.ReadField(this);
        }

        return message;
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
        int length = ValueLength();
        WireSlice text = length <= _end - _next ? TakeBuffered(length) : Take(length);
        try
        {
            return Utf8.GetString(text.Array, text.Start, text.Length);
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
        while (Find(field))
        {
            text = String();
        }

        Leave(outer);
        return text;
    }

    /// <summary>Adds the entry of a <c>map&lt;string, string&gt;</c> that is the value of the current field.</summary>
    public void TextEntry(Dictionary<string, string> map)
    {
        string key = "", value = "";
        long outer = Enter();
        while (Next())
        {
            switch (Field)
            {
                case 1:
                    key = String();
                    break;
                case 2:
                    value = String();
                    break;
            }
        }

        Leave(outer);
        map[key] = value;
    }

    /// <summary>The value of the current field as bytes.</summary>
    public ReadOnlyMemory<byte> Bytes() => Slice().Memory;

    /// <summary>The value of the current field, to be read later.</summary>
    public WireSlice Slice() => Take(ValueLength());

    /// <summary>The bytes of the current field's number, which is 4 or 8 bytes wide, or of a packed list of such numbers.</summary>
    public ReadOnlyMemory<byte> FixedOrPacked()
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
        int length = _type == WireType.Fixed32 ? 4 : 8;
        Require(length);
        return Take(length).Memory;
    }

    /// <summary>The value of the current field as an integer of 4 bytes.</summary>
    public uint Fixed32()
    {
        Expect(WireType.Fixed32);
        Require(sizeof(uint));
        return BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)).Span);
    }

    /// <summary>The current field's integer, or the integers of a packed list, behind those that were read before.</summary>
    public List<long> VarintOrPacked(IReadOnlyList<long>? before)
    {
        List<long> values = before as List<long> ?? [.. before ?? []];
        if (_type == WireType.Varint)
        {
            values.Add(Int64());
            return values;
        }

        long outer = Enter();
        while (Position < _limit)
        {
            values.Add(unchecked((long)RawVarint()));
        }

        Leave(outer);
        return values;
    }

    /// <summary>The current field's number of 4 bytes, or the numbers of a packed list, behind those that were read before.</summary>
    public List<float> FloatOrPacked(IReadOnlyList<float>? before)
    {
        List<float> values = before as List<float> ?? [.. before ?? []];
        foreach (float value in MemoryMarshal.Cast<byte, float>(Multiple(FixedOrPacked(), sizeof(float))))
        {
            values.Add(value);
        }

        return values;
    }

    /// <summary>Adds the current field's number of 8 bytes, or the numbers of a packed list.</summary>
    public void DoubleOrPacked(List<double> values)
    {
        foreach (double value in MemoryMarshal.Cast<byte, double>(Multiple(FixedOrPacked(), sizeof(double))))
        {
            values.Add(value);
        }
    }

    /// <summary>The value of the current field as a number of 4 bytes.</summary>
    public float Float()
    {
        Expect(WireType.Fixed32);
        Require(sizeof(float));
        return MemoryMarshal.Read<float>(Take(sizeof(float)).Span);
    }

    /// <summary>The value of the current field as a number of 8 bytes.</summary>
    public double Double()
    {
        Expect(WireType.Fixed64);
        Require(sizeof(double));
        return MemoryMarshal.Read<double>(Take(sizeof(double)).Span);
    }

    /// <summary>The current field is none that its message can have here.</summary>
    public ModelFormatException Unknown(string message) => Error($"a {message} has the unknown field {Field}");

    /// <summary>An error at the current byte.</summary>
    public ModelFormatException Error(string problem) => Error(Position, problem);

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();

    private ModelFormatException Error(long position, string problem) =>
        new(_path, "byte " + position.ToString(CultureInfo.InvariantCulture), problem, ModelPath.DamagedRemedy(_path));

    private ReadOnlySpan<byte> Multiple(ReadOnlyMemory<byte> numbers, int size) => numbers.Length % size == 0
        ? numbers.Span
        : throw Error($"field {Field} is {numbers.Length} bytes long, which are no numbers of {size} bytes");

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

    /// <summary>The length of the current field's value, which is to be held in memory.</summary>
    private int ValueLength()
    {
        long length = Length();
        return _stream is null || length <= MaxValueLength
            ? (int)length
            : throw Error($"a value of {length} bytes is longer than any that belongs here");
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
        if (_next < _end && _buffer[_next] < 0x80)
        {
            return _buffer[_next++];
        }

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
        if (_next == _end)
        {
            if (Position >= _limit)
            {
                throw Error("the data ends inside a field");
            }

            Refill();
        }

        return _buffer[_next++];
    }

    /// <summary>Bytes of which is known that they are there.</summary>
    private WireSlice Take(int length)
    {
        if (_stream is null)
        {
            return TakeBuffered(length);
        }

        byte[] bytes = new byte[length];
        int filled = 0;
        while (filled < length)
        {
            if (_next == _buffered)
            {
                Refill();
            }

            int count = Math.Min(length - filled, _buffered - _next);
            Buffer.BlockCopy(_buffer, _next, bytes, filled, count);
            _next += count;
            filled += count;
        }

        return new WireSlice(bytes, 0, length, _path);
    }

    private WireSlice TakeBuffered(int length)
    {
        var slice = new WireSlice(_buffer, _next, length, _path);
        _next += length;
        return slice;
    }

    private void LimitTo(long limit)
    {
        _limit = limit;
        _end = (int)Math.Min(_buffered, limit - _bufferStart);
    }

    private void Advance(long count)
    {
        if (count <= _buffered - _next)
        {
            _next += (int)count;
            return;
        }

        _bufferStart = Position + count;
        _next = _buffered = _end = 0;
        _stream!.Position = _bufferStart;
    }

    private void Refill()
    {
        _bufferStart = Position;
        _next = 0;
        try
        {
            // What is in memory is there whole: only a file is read on.
            _buffered = _stream!.Read(_buffer, 0, BufferSize);
        }
        catch (IOException exception)
        {
            throw ModelPath.Unreadable(_path, exception);
        }

        if (_buffered == 0)
        {
            throw Error("the file became shorter while it was read");
        }

        LimitTo(_limit);
    }
}
