using System.Buffers.Binary;
using Snappier;

namespace KerasCompat.SavedModel.Checkpoints.Table;

/// <summary>
/// Reads a sorted table as LevelDB defines it (github.com/google/leveldb, doc/table_format.md) and TensorFlow writes it
/// (tensorflow/core/lib/io/format.h): blocks of entries, and a block that says where they are.
/// </summary>
internal sealed class TableReader
{
    private const ulong Magic = 0xDB4775248B80FB57;

    /// <summary>Two block handles of at most two 10-byte numbers each, then the magic number.</summary>
    private const int FooterLength = (2 * 2 * 10) + sizeof(ulong);

    /// <summary>After a block: its compression and its checksum.</summary>
    private const int TrailerLength = 1 + sizeof(uint);

    /// <summary>Snappy's densest element gives 64 bytes for 3; a block that claims to hold more per byte is an attack.</summary>
    private const int MaxSnappyRatio = 22;

    private const byte NoCompression = 0;
    private const byte SnappyCompression = 1;

    private readonly string _path;
    private readonly ReadOnlyMemory<byte> _file;

    public TableReader(string path, ReadOnlyMemory<byte> file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>Gives every entry to <paramref name="entry"/> in the order of the keys.</summary>
    public void ReadAll(TableEntryHandler entry)
    {
        if (_file.Length < FooterLength)
        {
            throw Error(0, $"the file is {_file.Length} bytes long, shorter than the footer of a checkpoint index");
        }

        int footer = _file.Length - FooterLength;
        if (BinaryPrimitives.ReadUInt64LittleEndian(_file.Span[^sizeof(ulong)..]) != Magic)
        {
            throw Error(footer, "the file does not end as a checkpoint index does");
        }

        var cursor = new BlockCursor(_path, footer, _file[footer..]);
        ReadHandle(ref cursor);
        ReadOnlyMemory<byte> index = ReadBlock(ReadHandle(ref cursor));
        ulong previousEnd = 0;
        BlockReader.Read(_path, index, (_, value) =>
        {
            var handleCursor = new BlockCursor(_path, 0, value);
            (ulong Offset, ulong Size) handle = ReadHandle(ref handleCursor);
            if (handle.Offset < previousEnd)
            {
                // Blocks lie in the order of their keys. Were one read again and again, a small file would take forever.
                throw Error((long)handle.Offset, "blocks overlap");
            }

            BlockReader.Read(_path, ReadBlock(handle), entry);
            previousEnd = handle.Offset + handle.Size;
        });
    }

    private static (ulong Offset, ulong Size) ReadHandle(ref BlockCursor cursor) => (cursor.ReadVarint(), cursor.ReadVarint());

    private ReadOnlyMemory<byte> ReadBlock((ulong Offset, ulong Size) handle)
    {
        (ulong offset, ulong size) = handle;
        if (size > int.MaxValue || offset > (ulong)_file.Length || size + TrailerLength > (ulong)_file.Length - offset)
        {
            throw Error((long)Math.Min(offset, long.MaxValue), $"a block of {size} bytes does not lie within the file");
        }

        ReadOnlyMemory<byte> contents = _file.Slice((int)offset, (int)size);
        ReadOnlySpan<byte> checkedPart = _file.Span.Slice((int)offset, (int)size + 1);
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(_file.Span[((int)offset + (int)size + 1)..]);
        if (Crc32C.Mask(Crc32C.Of(checkedPart)) != stored)
        {
            throw Error((long)offset, "the checksum of a block is wrong");
        }

        return checkedPart[^1] switch
        {
            NoCompression => contents,
            SnappyCompression => Decompress((long)offset, contents.Span),
            byte compression => throw Error((long)offset, $"a block is compressed in an unknown way ({compression})"),
        };
    }

    private byte[] Decompress(long offset, ReadOnlySpan<byte> compressed)
    {
        try
        {
            int length = Snappy.GetUncompressedLength(compressed);
            if (length > (long)compressed.Length * MaxSnappyRatio)
            {
                throw Error(offset, $"a block claims to hold {length} bytes");
            }

            byte[] block = new byte[length];
            return Snappy.Decompress(compressed, block) == length ? block : throw Error(offset, "a compressed block is incomplete");
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or InvalidOperationException)
        {
            throw Error(offset, "a compressed block is damaged");
        }
    }

    private ModelFormatException Error(long offset, string problem) => CheckpointErrors.Damaged(_path, offset, problem);
}
