namespace KerasCompat.Generator.Parsing;

/// <summary>Model paths as the build writes them: relative to the project, forward slashes, no detours.</summary>
internal static class ModelPaths
{
    /// <summary>A path as the build would write it.</summary>
    public static string Canonical(string path)
    {
        var parts = new List<string>();
        foreach (string part in path.Replace('\\', '/').Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[parts.Count - 1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        string joined = string.Join("/", parts);
        return path.StartsWith("/", StringComparison.Ordinal) ? $"/{joined}" : joined;
    }

    /// <summary>
    /// The model that was probably meant by a path that is none: the same but for case, the one whose file it is, the only one of the same
    /// last name, or the only one below it.
    /// </summary>
    /// <param name="path">The path that was not found.</param>
    /// <param name="models">The models that there are.</param>
    public static string? Suggest(string path, IReadOnlyList<string> models) =>
        models.FirstOrDefault(model => IsSame(model, path) || IsSame($"{model}/saved_model.pb", path))
        ?? Only(models.Where(model => IsSame(LastPart(model), LastPart(path))))
        ?? Only(models.Where(model => model.StartsWith($"{path}/", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether a path leads out of the project.</summary>
    public static bool LeadsOutside(string path) => path == ".." || path.StartsWith("../", StringComparison.Ordinal);

    /// <summary>Whether a path is one of this machine: from the root, or a drive.</summary>
    public static bool IsRooted(string path) => path.StartsWith("/", StringComparison.Ordinal) || path.IndexOf(':') == 1;

    /// <summary>Where in a project a model from elsewhere may be said to lie.</summary>
    public static string PlaceFor(string path) => $"Models/{LastPart(path)}";

    /// <summary>The model that a path is a numbered version of, as TensorFlow Serving keeps them; null where it is none.</summary>
    public static string? VersionOf(string path, IReadOnlyList<string> models)
    {
        int last = path.LastIndexOf('/');
        return last > 0 && path.Skip(last + 1).All(character => character is >= '0' and <= '9')
            ? models.FirstOrDefault(model => model == path.Substring(0, last))
            : null;
    }

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static string LastPart(string path) => path.Substring(path.LastIndexOf('/') + 1);

    private static string? Only(IEnumerable<string> models)
    {
        string[] first = [.. models.Take(2)];
        return first.Length == 1 ? first[0] : null;
    }
}
