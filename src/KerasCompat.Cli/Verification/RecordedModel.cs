using KerasCompat.SavedModel;

namespace KerasCompat.Cli.Verification;

/// <summary>A model folder with the file of recorded cases beside it.</summary>
/// <param name="Folder">The model folder, as the caller can find it.</param>
/// <param name="CasesFile">The file of recorded cases.</param>
internal sealed record RecordedModel(string Folder, string CasesFile)
{
    private const string Suffix = ".cases.json";

    /// <summary>The model folder of a path, or every pair of <c>NAME</c> and <c>NAME.cases.json</c> below it, sorted.</summary>
    /// <param name="path">A model folder, a <c>NAME.cases.json</c>, or a folder to search at any depth.</param>
    /// <exception cref="UsageException">There is nothing of the kind.</exception>
    /// <exception cref="ModelFormatException">The path is no model.</exception>
    public static IReadOnlyList<RecordedModel> Find(string path)
    {
        if (path.EndsWith(Suffix, StringComparison.Ordinal) && File.Exists(path))
        {
            return [new RecordedModel(path[..^Suffix.Length], path)];
        }

        string trimmed = Path.TrimEndingDirectorySeparator(path);
        if (File.Exists(trimmed + Suffix))
        {
            return [new RecordedModel(trimmed, trimmed + Suffix)];
        }

        RecordedModel[] found = Directory.Exists(path) ? Search(trimmed) : [];
        if (found.Length > 0)
        {
            return found;
        }

        if (Directory.Exists(path) && !File.Exists(Path.Combine(path, "saved_model.pb")))
        {
            throw new UsageException(path, "holds no model folder with a NAME.cases.json beside it", "Record cases with tools/record_cases.py.");
        }

        // A model without cases, or something that is no model: the reader knows which, and what to do about it.
        SavedModelReader.Read(path);
        throw new UsageException(
            path,
            $"has no recorded cases ({Path.GetFileName(Path.GetFullPath(trimmed))}{Suffix} beside it)",
            "Record some with tools/record_cases.py.");
    }

    private static RecordedModel[] Search(string folder)
    {
        var everything = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.System,
        };
        return
        [
            .. Directory.EnumerateFiles(folder, "*" + Suffix, everything)
                .Select(file => new RecordedModel(file[..^Suffix.Length].Replace('\\', '/'), file))
                .Where(model => Directory.Exists(model.Folder))
                .OrderBy(model => model.Folder, StringComparer.Ordinal),
        ];
    }
}
