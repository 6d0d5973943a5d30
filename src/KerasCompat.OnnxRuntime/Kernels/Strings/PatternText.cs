using System.Buffers;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Bytes as the text in which patterns are sought, in a rented buffer.</summary>
internal readonly ref struct PatternText : IDisposable
{
    private readonly char[] _buffer;

    public PatternText(ReadOnlySpan<byte> bytes)
    {
        _buffer = ArrayPool<char>.Shared.Rent(bytes.Length);
        BytePattern.ToText(bytes, _buffer);
        Characters = _buffer.AsSpan(0, bytes.Length);
    }

    /// <summary>A character for each byte.</summary>
    public ReadOnlySpan<char> Characters { get; }

    public void Dispose() => ArrayPool<char>.Shared.Return(_buffer);
}
