using System.Buffers.Binary;
using System.Text;

namespace KerasCompat.SavedModel.Wire;

/// <summary>
/// Writes protocol buffers. The length of a message stands before it, so that all is written twice: first to measure the messages, then to
/// where the bytes belong.
/// </summary>
/// <remarks>As proto3 has it, a field of its default value is left out; methods whose name begins with "Any" write that too, for a oneof or a list.</remarks>
internal sealed class WireWriter
{
    private const int BufferSize = 64 * 1024;

    /// <summary>The longest number.</summary>
    private const int Scratch = 10;

    private readonly Stream? _stream;
    private readonly byte[] _buffer;
    private readonly List<int> _lengths;
    private readonly bool _isMeasuring;

    private int _measured;
    private int _nextLength;
    private int _next;

    private WireWriter()
    {
        _isMeasuring = true;
        _buffer = new byte[Scratch];
        _lengths = [];
    }

    private WireWriter(WireWriter measured, Stream? stream)
    {
        _lengths = measured._lengths;
        _stream = stream;
        _buffer = NewBuffer(stream is null ? measured._measured : Math.Min(BufferSize, measured._measured));
    }

#if NET
    // A model of some megabytes among the ordinary large objects makes .NET collect all of its memory in the middle of a load. Pinned ones
    // are counted by themselves, and native code reads them where they are.
    private static byte[] NewBuffer(int length) => GC.AllocateUninitializedArray<byte>(length, pinned: length > BufferSize);
#else
    private static byte[] NewBuffer(int length) => new byte[length];
#endif

    /// <summary>A message as bytes.</summary>
    /// <exception cref="OverflowException">It is longer than the 2 GB that a protocol buffer can be.</exception>
    public static byte[] ToArray(IWireMessage message)
    {
        var writer = new WireWriter(Measure(message), null);
        message.WriteTo(writer);
        return writer._buffer;
    }

    /// <summary>Writes a message to a stream.</summary>
    /// <exception cref="OverflowException">It is longer than the 2 GB that a protocol buffer can be.</exception>
    public static void Write(IWireMessage message, Stream stream)
    {
        var writer = new WireWriter(Measure(message), stream);
        message.WriteTo(writer);
        writer.Flush();
    }

    /// <summary>An integer.</summary>
    public void Int64(int field, long value)
    {
        if (value != 0)
        {
            AnyInt64(field, value);
        }
    }

    /// <summary>An integer, also 0.</summary>
    public void AnyInt64(int field, long value)
    {
        Tag(field, WireType.Varint);
        Varint(unchecked((ulong)value));
    }

    /// <summary>Integers in one piece.</summary>
    public void PackedInt64(int field, IReadOnlyList<long> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        int length = 0;
        for (int i = 0; i < values.Count; i++)
        {
            length += VarintLength(unchecked((ulong)values[i]));
        }

        Tag(field, WireType.Bytes);
        Varint((uint)length);
        for (int i = 0; i < values.Count; i++)
        {
            Varint(unchecked((ulong)values[i]));
        }
    }

    /// <summary>A number of 32 bits.</summary>
    public void Float(int field, float value)
    {
        // Negative zero is not the default.
        if (BitConverter.SingleToInt32Bits(value) != 0)
        {
            AnyFloat(field, value);
        }
    }

    /// <summary>A number of 32 bits, also 0.</summary>
    public void AnyFloat(int field, float value)
    {
        Tag(field, WireType.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(Room(sizeof(float)), value);
    }

    /// <summary>A text.</summary>
    public void String(int field, string value)
    {
        if (value.Length > 0)
        {
            AnyString(field, value);
        }
    }

    /// <summary>A text, also one that is empty.</summary>
    public void AnyString(int field, string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        Tag(field, WireType.Bytes);
        Varint((uint)length);
        if (_isMeasuring)
        {
            Measured(length);
        }
        else if (length <= _buffer.Length)
        {
            Encoding.UTF8.GetBytes(value, Room(length));
        }
        else
        {
            Raw(Encoding.UTF8.GetBytes(value));
        }
    }

    /// <summary>Bytes.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            AnyBytes(field, value);
        }
    }

    /// <summary>Bytes, also none.</summary>
    public void AnyBytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, WireType.Bytes);
        Varint((uint)value.Length);
        Raw(value);
    }

    /// <summary>Integers, each by itself.</summary>
    public void Int64s(int field, IReadOnlyList<long> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            AnyInt64(field, values[i]);
        }
    }

    /// <summary>Numbers of 32 bits, each by itself.</summary>
    public void Floats(int field, IReadOnlyList<float> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            AnyFloat(field, values[i]);
        }
    }

    /// <summary>Texts.</summary>
    public void Strings(int field, List<string> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            AnyString(field, values[i]);
        }
    }

    /// <summary>A message; nothing where there is none.</summary>
    public void Message(int field, IWireMessage? message)
    {
        if (message is null)
        {
            return;
        }

        Tag(field, WireType.Bytes);
        if (!_isMeasuring)
        {
            Varint((uint)_lengths[_nextLength++]);
            message.WriteTo(this);
            return;
        }

        int place = _lengths.Count, start = _measured;
        _lengths.Add(0);
        message.WriteTo(this);
        _lengths[place] = _measured - start;
        Varint((uint)_lengths[place]);
    }

    /// <summary>Messages in their order.</summary>
    public void Messages<T>(int field, List<T> messages)
        where T : class, IWireMessage
    {
        for (int i = 0; i < messages.Count; i++)
        {
            Message(field, messages[i]);
        }
    }

    private static WireWriter Measure(IWireMessage message)
    {
        var measure = new WireWriter();
        message.WriteTo(measure);
        return measure;
    }

    private static int VarintLength(ulong value) => value < 0x80 ? 1 : (63 - System.Numerics.BitOperations.LeadingZeroCount(value)) / 7 + 1;

    private void Tag(int field, WireType type) => Varint(((uint)field << 3) | (uint)type);

    private void Varint(ulong value)
    {
        Span<byte> room = Room(VarintLength(value));
        for (int i = 0; i < room.Length - 1; i++)
        {
            room[i] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[^1] = (byte)value;
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        if (_isMeasuring)
        {
            Measured(bytes.Length);
        }
        else if (bytes.Length <= _buffer.Length)
        {
            bytes.CopyTo(Room(bytes.Length));
        }
        else
        {
            Flush();
            _stream!.Write(bytes);
        }
    }

    /// <summary>The next bytes; something to write over where all is measured.</summary>
    private Span<byte> Room(int length)
    {
        if (_isMeasuring)
        {
            Measured(length);
            return _buffer.AsSpan(0, length);
        }

        if (length > _buffer.Length - _next)
        {
            Flush();
        }

        _next += length;
        return _buffer.AsSpan(_next - length, length);
    }

    private void Measured(int length) => _measured = checked(_measured + length);

    private void Flush()
    {
        _stream!.Write(_buffer, 0, _next);
        _next = 0;
    }
}
