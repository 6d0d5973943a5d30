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

    /// <summary>The model that was probably meant by a path that is none: the same but for case, or the one of the same last name.</summary>
    /// <param name="path">The path that was not found.</param>
    /// <param name="models">The models that there are.</param>
    public static string? Suggest(string path, IReadOnlyList<string> models) =>
        models.FirstOrDefault(model => string.Equals(model, path, StringComparison.OrdinalIgnoreCase))
        ?? Only(models.Where(model => string.Equals(LastPart(model), LastPart(path), StringComparison.OrdinalIgnoreCase)));

    private static string LastPart(string path) => path.Substring(path.LastIndexOf('/') + 1);

    private static string? Only(IEnumerable<string> models)
    {
        string[] first = [.. models.Take(2)];
        return first.Length == 1 ? first[0] : null;
    }
}
