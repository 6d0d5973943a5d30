using System.Buffers.Binary;
using KerasCompat.SavedModel.Checkpoints;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>
/// A folder of kept entries. A file is named after the key of its entry and begins with a checksum of all the rest; one that is not whole
/// is as good as none.
/// </summary>
/// <remarks>Any number of processes may use one folder at once: files appear whole, under a name that says what they hold.</remarks>
/// <param name="folder">The folder; made when it is needed.</param>
internal sealed class EntryFolder(string folder)
{
    /// <summary>What the names of its files end with.</summary>
    public const string Extension = ".entry";

    // What nobody has asked for in that time is deleted when something new is kept.
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(60);

    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>Whether the build put it beside the model: then it is not this library's to write to.</summary>
    public bool IsShipped { get; init; }

    /// <summary>Finds an entry.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>Null when it is not kept.</returns>
    public EntryReader? TryRead(EntryKey key)
    {
        string path = PathOf(key);
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            byte[] file = File.ReadAllBytes(path);
            return file.Length >= sizeof(uint) && BinaryPrimitives.ReadUInt32LittleEndian(file) == Crc32C.Of(file.AsSpan(sizeof(uint)))
                ? new EntryReader(file, sizeof(uint))
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Says that an entry was of use, so that it is not deleted for its age.</summary>
    /// <param name="key">Its key.</param>
    public void KeepAlive(EntryKey key)
    {
        string path = PathOf(key);
        try
        {
            // At most once a day: a write would cost more than the read.
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > TimeSpan.FromDays(1))
            {
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be written to grows no older.
        }
    }

    /// <summary>Keeps an entry. A folder that cannot be written to keeps nothing, which is no error.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="content">Its content.</param>
    /// <returns>Whether it is kept.</returns>
    public bool Write(EntryKey key, EntryWriter content)
    {
        string path = PathOf(key);
        string temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            CreateFolder();
            using (FileStream file = File.Create(temporary))
            {
                Span<byte> checksum = stackalloc byte[sizeof(uint)];
                BinaryPrimitives.WriteUInt32LittleEndian(checksum, Crc32C.Of(content.Written));
                file.Write(checksum);
                file.Write(content.Written);
            }

            File.Move(temporary, path, overwrite: true);
            DeleteOld();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            DeleteLeftover(temporary);
            return false;
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

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder);
        }
        else
        {
            // Programs are run as they are found, so nobody else may put one there.
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private void DeleteOld()
    {
        foreach (string file in Directory.EnumerateFiles(Folder))
        {
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > MaxAge)
            {
                File.Delete(file);
            }
        }
    }

    private string PathOf(EntryKey key) => Path.Combine(Folder, key.Hash + Extension);
}
