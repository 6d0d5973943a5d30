using System.Security.Cryptography;
using Google.Protobuf;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Caching.Protos;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>
/// Keeps translated programs in a folder, so that the next process that loads the same model need not translate it. A file is named after
/// the key of its program and begins with a checksum of all the rest; one that is not whole is as good as none.
/// </summary>
/// <remarks>Any number of processes may use one folder at once: files appear whole, under a name that says what they hold.</remarks>
/// <param name="folder">The folder; made when it is needed.</param>
internal sealed class ProgramCache(string folder)
{
    private const string Extension = ".program";

    // What nobody has asked for in that time is deleted when something new is kept.
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(60);

    /// <summary>Finds a program.</summary>
    /// <param name="key">What it is the program of.</param>
    /// <returns>Null when it is not kept.</returns>
    public CacheEntry? TryRead(ProgramKey key)
    {
        string path = PathOf(key);
        try
        {
            byte[] file = File.ReadAllBytes(path);
            ReadOnlySpan<byte> content = file.AsSpan(Math.Min(file.Length, SHA256.HashSizeInBytes));
            if (!SHA256.HashData(content).AsSpan().SequenceEqual(file.AsSpan(0, file.Length - content.Length)))
            {
                return null;
            }

            KeepAlive(path);
            return CacheEntry.Parser.ParseFrom(content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>Keeps a program. A folder that cannot be written to keeps nothing, which is no error.</summary>
    /// <param name="key">What it is the program of.</param>
    /// <param name="program">The program; null where there is none.</param>
    public void Write(ProgramKey key, SignatureProgram? program)
    {
        byte[] content = new CacheEntry { Program = program is null ? null : ProgramSerializer.Write(program) }.ToByteArray();
        string path = PathOf(key);
        string temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            CreateFolder();
            using (FileStream file = File.Create(temporary))
            {
                file.Write(SHA256.HashData(content));
                file.Write(content);
            }

            File.Move(temporary, path, overwrite: true);
            DeleteOld();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            DeleteLeftover(temporary);
        }
    }

    private static void DeleteLeftover(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The same reason that kept it from being written; DeleteOld comes by later.
        }
    }

    // Age is counted from the last use; the time is written at most once a day.
    private static void KeepAlive(string path)
    {
        if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > TimeSpan.FromDays(1))
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
    }

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            // Programs are run as they are found, so nobody else may put one there.
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private void DeleteOld()
    {
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > MaxAge)
            {
                File.Delete(file);
            }
        }
    }

    private string PathOf(ProgramKey key) => Path.Combine(folder, key.Hash + Extension);
}
