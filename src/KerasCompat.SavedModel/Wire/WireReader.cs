using System.Globalization;

namespace KerasCompat.SavedModel.Wire;

/// <summary>
/// Reads a protocol buffer forward, field by field. One in a file is not held: a field that nobody asks for is passed by seeking, however large
/// it is. One in memory is not copied: its bytes are slices. Nothing is allocated before the data is known to be long enough to hold it.
/// </summary>
/// <remarks>Every error is a <see cref="ModelFormatException"/> that names the file and the byte.</remarks>
internal sealed partial class WireReader : IDisposable
{
    /// <summary>Deeper than any message of a SavedModel, shallow enough for any stack.</summary>
    private const int MaxDepth = 100;

    private const int BufferSize = 16 * 1024;

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
        _bufferStart = message.Origin;
        _limit = _bufferStart + _end;
    }

    /// <summary>The number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>The current field and what follows it in the message, which lies in memory.</summary>
    public WireSlice FromField => _stream is null
        ? new(_buffer, _fieldStart, _end - _fieldStart, _path, _bufferStart)
        : throw new InvalidOperationException("A message in a file is not held.");

    /// <summary>The byte of the file at which the reader stands.</summary>
    public long Position => _bufferStart + _next;

    /// <summary>How many bytes are left of the current message.</summary>
    public long Left => _limit - Position;

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

    /// <summary>The current field is none that its message can have here.</summary>
    public ModelFormatException Unknown(string message) => Error($"a {message} has the unknown field {Field}");

    /// <summary>An error at the current byte.</summary>
    public ModelFormatException Error(string problem) => Error(Position, problem);

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();

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
}
