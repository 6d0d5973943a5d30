using System.IO.Compression;
using KerasCompat.Cli.Tensors;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Numpy;

/// <summary>Reads and writes .npz files: zip archives with one .npy file per array (<c>numpy.savez</c>).</summary>
internal static class NpzFile
{
    private const string Extension = ".npy";

    /// <summary>Reads every array.</summary>
    /// <exception cref="FormatException">The content is no such archive; the message says why, as a clause.</exception>
    public static IReadOnlyDictionary<string, ModelTensor> Read(Stream stream)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var arrays = new Dictionary<string, ModelTensor>(StringComparer.Ordinal);
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                string name = entry.FullName.EndsWith(Extension, StringComparison.Ordinal) ? entry.FullName[..^Extension.Length] : entry.FullName;
                try
                {
                    using Stream content = entry.Open();
                    arrays[name] = NpyReader.Read(content);
                }
                catch (FormatException error)
                {
                    throw new FormatException($"array '{name}': {error.Message}", error);
                }
            }

            return arrays;
        }
        catch (InvalidDataException error)
        {
            throw new FormatException("it is not a .npz file", error);
        }
    }

    /// <summary>Writes arrays, uncompressed as <c>numpy.savez</c> does, with the same bytes for the same arrays.</summary>
    public static void Write(Stream stream, IEnumerable<NamedTensor> arrays)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (NamedTensor array in arrays)
        {
            ZipArchiveEntry entry = archive.CreateEntry(array.Name + Extension, CompressionLevel.NoCompression);
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using Stream content = entry.Open();
            NpyWriter.Write(content, array.Value);
        }
    }
}
