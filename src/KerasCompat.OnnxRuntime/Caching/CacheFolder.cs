namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>Where translated programs are kept unless the options say otherwise.</summary>
internal static class CacheFolder
{
    /// <summary>The environment variable that names another folder, or <c>off</c>.</summary>
    public const string Variable = "KERASCOMPAT_CACHE";

    private const string Off = "off";

    /// <summary>
    /// The folder: what the environment says, else the system's place for caches of the user (<c>$XDG_CACHE_HOME</c> or <c>~/.cache</c>,
    /// <c>~/Library/Caches</c>, <c>%LOCALAPPDATA%</c>). Null where the cache is turned off or the user has no such place.
    /// </summary>
    public static string? Default()
    {
        string? given = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(given))
        {
            return given == Off ? null : given;
        }

        string root = Root();
        return root.Length == 0 ? null : Path.Combine(root, "kerascompat", "programs");
    }

    private static string Root()
    {
        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
        {
            return home.Length == 0 ? "" : Path.Combine(home, "Library", "Caches");
        }

        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        return !string.IsNullOrEmpty(cache) ? cache : home.Length == 0 ? "" : Path.Combine(home, ".cache");
    }
}
