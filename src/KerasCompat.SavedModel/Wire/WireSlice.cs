using System.Runtime.InteropServices;

namespace KerasCompat.SavedModel.Wire;

/// <summary>A message, or the value of a field, where it lies in memory; read when it is needed.</summary>
/// <param name="array">What it lies in.</param>
/// <param name="start">Its first byte there.</param>
/// <param name="length">How many bytes it has.</param>
/// <param name="path">The file, for messages of errors.</param>
/// <param name="origin">Where in the file the first byte of the array stands, for these, too.</param>
internal readonly struct WireSlice(byte[] array, int start, int length, string path, long origin)
{
    public byte[] Array => array;

    public int Start => start;

    public int Length => length;

    public string Path => path;

    public long Origin => origin;

    public ReadOnlyMemory<byte> Memory => new(array, start, length);

    public ReadOnlySpan<byte> Span => new(array, start, length);

    /// <summary>Bytes as a message; they are copied only where they lie in no array.</summary>
    public static WireSlice Of(ReadOnlyMemory<byte> bytes, string path) => MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment)
        ? new WireSlice(segment.Array!, segment.Offset, segment.Count, path, 0)
        : new WireSlice(bytes.ToArray(), 0, bytes.Length, path, 0);
}
