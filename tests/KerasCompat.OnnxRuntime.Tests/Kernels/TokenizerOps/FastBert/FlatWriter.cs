using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TokenizerOps.FastBert;

/// <summary>Writes a table of FlatBuffers: the root, the offsets of its fields, the fields, then their lists.</summary>
internal sealed class FlatWriter
{
    private readonly List<(byte[]? Inline, byte[]? List, int Skip)> _fields = [];

    public FlatWriter Integer(int value) => Add(BitConverter.GetBytes(value), null);

    public FlatWriter Number(float value) => Add(BitConverter.GetBytes(value), null);

    /// <summary>A field that has its default.</summary>
    public FlatWriter Absent() => Add(null, null);

    /// <summary>A table within this one.</summary>
    public FlatWriter Table(FlatWriter table)
    {
        byte[] content = table.Write();
        return Add(new byte[sizeof(uint)], content, BitConverter.ToInt32(content));
    }

    public FlatWriter Flag(bool value) => Add([(byte)(value ? 1 : 0), 0, 0, 0], null);

    public FlatWriter List(byte[] elements, int size) => Add(new byte[sizeof(uint)], [.. BitConverter.GetBytes(elements.Length / size), .. elements]);

    public FlatWriter Integers(params int[] values) => List(MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), sizeof(int));

    public FlatWriter Text(string text) => List(System.Text.Encoding.UTF8.GetBytes(text), 1);

    /// <summary>A list of texts, which follow the list of the places where they are.</summary>
    public FlatWriter Texts(params string[] texts)
    {
        byte[][] lists = [.. texts.Select(text => (byte[])[.. BitConverter.GetBytes(System.Text.Encoding.UTF8.GetByteCount(text)), .. System.Text.Encoding.UTF8.GetBytes(text)])];
        var places = new List<byte>(BitConverter.GetBytes(texts.Length));
        int at = sizeof(uint) * texts.Length;
        for (int i = 0; i < lists.Length; i++)
        {
            places.AddRange(BitConverter.GetBytes(at - (i * sizeof(uint))));
            at += lists[i].Length;
        }

        return Add(new byte[sizeof(uint)], [.. places, .. lists.SelectMany(list => list)]);
    }

    public byte[] Write()
    {
        int fields = sizeof(uint), table = fields + (2 * sizeof(ushort)) + (_fields.Count * sizeof(ushort));
        int lists = table + sizeof(int) + (_fields.Count * sizeof(uint));
        var buffer = new byte[lists + _fields.Sum(field => field.List?.Length ?? 0)];
        BinaryPrimitives.WriteInt32LittleEndian(buffer, table);
        BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(fields), (ushort)(table - fields));
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(table), table - fields);
        for (int i = 0; i < _fields.Count; i++)
        {
            if (_fields[i].Inline is not { } inline)
            {
                continue;
            }

            int place = table + sizeof(int) + (i * sizeof(uint));
            BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(fields + (2 * sizeof(ushort)) + (i * sizeof(ushort))), (ushort)(place - table));
            inline.CopyTo(buffer, place);
            if (_fields[i].List is { } list)
            {
                BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(place), lists + _fields[i].Skip - place);
                list.CopyTo(buffer, lists);
                lists += list.Length;
            }
        }

        return buffer;
    }

    private FlatWriter Add(byte[]? inline, byte[]? list, int skip = 0)
    {
        _fields.Add((inline, list, skip));
        return this;
    }
}
