using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace KerasCompat.SavedModel.Wire;

/// <summary>The values of fields.</summary>
internal sealed partial class WireReader
{
    /// <summary>Names, default values and Keras configurations stay far below; the graph, which does not, is passed or in memory.</summary>
    private const int MaxValueLength = 64 * 1024 * 1024;

    /// <summary>The longest array of bytes.</summary>
    private const int MaxSliceLength = 0x7FFFFFC7;

    /// <summary>Invalid bytes are an error, not a replacement character: a signature's key must reach the engine as it is.</summary>
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

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

    /// <summary>Reads the entry of a map with texts as keys that is the value of the current field.</summary>
    /// <param name="into">What the value is read into.</param>
    /// <param name="readValue">Reads the value, which is then the value of the current field.</param>
    /// <returns>The key.</returns>
    public string Entry<T>(T into, Action<WireReader, T> readValue)
        where T : class
    {
        string key = "";
        long outer = Enter();
        while (Next())
        {
            switch (Field)
            {
                case 1:
                    key = String();
                    break;
                case 2:
                    readValue(this, into);
                    break;
            }
        }

        Leave(outer);
        return key;
    }

    /// <summary>The value of the current field as bytes.</summary>
    public ReadOnlyMemory<byte> Bytes() => Take(ValueLength()).Memory;

    /// <summary>The value of the current field, however long, to be read later.</summary>
    public WireSlice Slice() => Take(SliceLength(Length()));

    /// <summary>A message that was passed over. Nothing else can be read after it but other such messages.</summary>
    /// <param name="start">The byte of the file at which it begins.</param>
    /// <param name="length">How many bytes it has.</param>
    public WireSlice Slice(long start, long length)
    {
        int size = SliceLength(length);
        GoTo(start, length);
        return Take(size);
    }

    /// <summary>The bytes of the current field's number, or of a packed list of numbers.</summary>
    /// <param name="size">How many bytes such a number has: 4 or 8.</param>
    public ReadOnlyMemory<byte> FixedOrPacked(int size)
    {
        if (_type == WireType.Bytes)
        {
            ReadOnlyMemory<byte> numbers = Bytes();
            return numbers.Length % size == 0
                ? numbers
                : throw Error($"field {Field} is {numbers.Length} bytes long, which are no numbers of {size} bytes");
        }

        Expect(size == sizeof(uint) ? WireType.Fixed32 : WireType.Fixed64);
        Require(size);
        return Take(size).Memory;
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
        foreach (float value in MemoryMarshal.Cast<byte, float>(FixedOrPacked(sizeof(float)).Span))
        {
            values.Add(value);
        }

        return values;
    }

    /// <summary>Adds the current field's number of 8 bytes, or the numbers of a packed list.</summary>
    public void DoubleOrPacked(List<double> values)
    {
        foreach (double value in MemoryMarshal.Cast<byte, double>(FixedOrPacked(sizeof(double)).Span))
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

    private int SliceLength(long length) =>
        length <= MaxSliceLength ? (int)length : throw Error($"a message of {length} bytes is longer than a protocol buffer can be");

    /// <summary>The length of the current field's value, which is to be held in memory.</summary>
    private int ValueLength()
    {
        long length = Length();
        return _stream is null || length <= MaxValueLength
            ? (int)length
            : throw Error($"a value of {length} bytes is longer than any that belongs here");
    }
}
