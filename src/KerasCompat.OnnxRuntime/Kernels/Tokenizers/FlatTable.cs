using System.Buffers.Binary;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>
/// Reads a table of FlatBuffers (flatbuffers.dev/internals): a table points to a list of offsets, one for each field in the order of the
/// schema, zero for those that have their default. Models bring them, so every offset is checked.
/// </summary>
internal sealed class FlatTable
{
    private readonly ReadOnlyMemory<byte> _buffer;
    private readonly int _table;
    private readonly int _fields;
    private readonly int _fieldsEnd;

    /// <param name="buffer">The whole buffer, whose root is read.</param>
    /// <exception cref="KernelException">It is no buffer of FlatBuffers.</exception>
    public FlatTable(ReadOnlyMemory<byte> buffer)
        : this(buffer, 0)
    {
    }

    private FlatTable(ReadOnlyMemory<byte> buffer, int place)
    {
        _buffer = buffer;
        _table = Follow(place);
        _fields = Within(_table - (long)BinaryPrimitives.ReadInt32LittleEndian(At(_table, sizeof(int))), sizeof(ushort));
        _fieldsEnd = Within((long)_fields + BinaryPrimitives.ReadUInt16LittleEndian(At(_fields, sizeof(ushort))), 0);
    }

    /// <summary>A field of four bytes; its default when it is not there.</summary>
    public int Integer(int field, int defaultValue = 0) => Place(field) is { } place ? BinaryPrimitives.ReadInt32LittleEndian(At(place, sizeof(int))) : defaultValue;

    /// <summary>A flag; false when it is not there.</summary>
    public bool Flag(int field) => Place(field) is { } place && At(place, 1)[0] != 0;

    /// <summary>A fraction; 0 when it is not there.</summary>
    public float Number(int field) => BitConverter.Int32BitsToSingle(Integer(field));

    /// <summary>A table within this one; null when it is not there.</summary>
    public FlatTable? Table(int field) => Place(field) is { } place ? new FlatTable(_buffer, place) : null;

    /// <summary>The elements of a list, or a text; empty when it is not there.</summary>
    /// <param name="field">The position of the field in the schema.</param>
    /// <param name="size">The size of an element.</param>
    public ReadOnlyMemory<byte> List(int field, int size) => Place(field) is { } place ? ListAt(Follow(place), size) : default;

    /// <summary>A list of integers of four bytes; empty when it is not there.</summary>
    public int[] Integers(int field)
    {
        ReadOnlySpan<byte> bytes = List(field, sizeof(int)).Span;
        var integers = new int[bytes.Length / sizeof(int)];
        for (int i = 0; i < integers.Length; i++)
        {
            integers[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(int))..]);
        }

        return integers;
    }

    /// <summary>A list of texts; empty when it is not there.</summary>
    public ReadOnlyMemory<byte>[] Texts(int field)
    {
        if (Place(field) is not { } place)
        {
            return [];
        }

        int list = Follow(place);
        var texts = new ReadOnlyMemory<byte>[ListAt(list, sizeof(uint)).Length / sizeof(uint)];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = ListAt(Follow(list + sizeof(uint) + (i * sizeof(uint))), 1);
        }

        return texts;
    }

    private ReadOnlyMemory<byte> ListAt(int place, int size)
    {
        long length = (long)BinaryPrimitives.ReadUInt32LittleEndian(At(place, sizeof(uint))) * size;
        int start = Within((long)place + sizeof(uint), length);
        return _buffer.Slice(start, (int)length);
    }

    private int? Place(int field)
    {
        int entry = _fields + (2 * sizeof(ushort)) + (field * sizeof(ushort));
        int offset = entry + sizeof(ushort) <= _fieldsEnd ? BinaryPrimitives.ReadUInt16LittleEndian(At(entry, sizeof(ushort))) : 0;
        return offset == 0 ? null : Within((long)_table + offset, 1);
    }

    private int Follow(int place) => Within((long)place + BinaryPrimitives.ReadUInt32LittleEndian(At(place, sizeof(uint))), sizeof(int));

    private ReadOnlySpan<byte> At(int place, int length) => _buffer.Span.Slice(Within(place, length), length);

    private int Within(long place, long length) =>
        place >= 0 && place + length <= _buffer.Length ? (int)place : throw KernelContext.Refuse("an offset of the FlatBuffers model points out of it");
}
