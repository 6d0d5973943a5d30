using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace KerasCompat.SavedModel.Checkpoints;

/// <summary>One data file of a checkpoint, mapped into memory once and read where it lies.</summary>
internal sealed unsafe class Shard : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly SafeMemoryMappedViewHandle? _handle;
    private readonly byte* _start;
    private volatile bool _disposed;

    public Shard(string path)
    {
        Path = path;
        if (!File.Exists(path))
        {
            throw CheckpointErrors.Missing(path);
        }

        FileStream stream = ModelPath.Open(path);
        try
        {
            Length = stream.Length;
            if (Length == 0)
            {
                // An empty file cannot be mapped; that of a model whose variables are all empty needs no mapping.
                stream.Dispose();
                return;
            }

            _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
            _handle = _view.SafeMemoryMappedViewHandle;
            _handle.AcquirePointer(ref _start);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _view?.Dispose();
            _file?.Dispose();
            stream.Dispose();
            throw ModelPath.Unreadable(path, exception);
        }
    }

    public string Path { get; }

    public long Length { get; }

    /// <summary>Bytes of the file, where they lie, valid until the shard is disposed.</summary>
    public ReadOnlySpan<byte> Bytes(long offset, int count) => new(Address(offset), count);

    /// <summary>The checksum of bytes of the file; of any number, where a span ends at 2 GB.</summary>
    public uint Crc(long offset, long length)
    {
        const int Piece = 1 << 30;
        uint crc = 0;
        for (long at = 0; at < length; at += Piece)
        {
            crc = Crc32C.Extend(crc, Bytes(offset + at, (int)Math.Min(Piece, length - at)));
        }

        return crc;
    }

    /// <summary>The address of a byte of the file, valid until the shard is disposed.</summary>
    public byte* Address(long offset)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(Checkpoint));
        return _start + offset;
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _handle?.ReleasePointer();
        _view?.Dispose();
        _file?.Dispose();
    }
}
