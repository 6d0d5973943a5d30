namespace KerasCompat.Build.Models;

/// <summary>Paths as a project states them: relative to its folder, with forward slashes.</summary>
internal static class ProjectPaths
{
    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>The absolute path of what a project names; backslashes count as separators on every system, as in MSBuild itself.</summary>
    public static string Absolute(string projectDirectory, string path) =>
        Path.GetFullPath(Path.Combine(projectDirectory, path.Replace('\\', '/'))).TrimEnd(Separators);

    /// <summary>The way from a project's folder to an absolute path; the path itself where there is no way, on another drive.</summary>
    public static string Relative(string projectDirectory, string path)
    {
        string[] from = Path.GetFullPath(projectDirectory).TrimEnd(Separators).Split(Separators);
        string[] to = path.TrimEnd(Separators).Split(Separators);
        int common = 0;
        while (common < from.Length && common < to.Length && from[common] == to[common])
        {
            common++;
        }

        return common == 0
            ? string.Join("/", to)
            : string.Join("/", Enumerable.Repeat("..", from.Length - common).Concat(to.Skip(common)));
    }

    /// <summary>Whether a relative path leads out of the folder that it is relative to.</summary>
    public static bool LeadsOutside(string relativePath) =>
        Path.IsPathRooted(relativePath) || relativePath == ".." || relativePath.StartsWith("../", StringComparison.Ordinal);

    /// <summary>The last name of a path with forward slashes.</summary>
    public static string LastName(string path) => path.Substring(path.LastIndexOf('/') + 1);

    /// <summary>A path with forward slashes without its last name; empty where it has one name only.</summary>
    public static string WithoutLastName(string path) => path.Substring(0, Math.Max(path.LastIndexOf('/'), 0));
}
