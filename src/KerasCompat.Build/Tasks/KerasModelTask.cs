using KerasCompat.Build.Models;
using Microsoft.Build.Framework;

namespace KerasCompat.Build.Tasks;

/// <summary>What the tasks have in common: the project and its <c>KerasModel</c> items.</summary>
public abstract class KerasModelTask : Microsoft.Build.Utilities.Task
{
    /// <summary>The project's <c>KerasModel</c> items, with the metadata <c>Link</c>, <c>Contract</c>, <c>Precompile</c> and <c>IsDefault</c>.</summary>
    [Required]
    public ITaskItem[] Models { get; set; } = [];

    /// <summary>The absolute path of the project file.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The folder that paths in the project are relative to.</summary>
    private protected string ProjectDirectory => Path.GetDirectoryName(ProjectFile)!;

    /// <summary>The models that the items name.</summary>
    private protected IReadOnlyList<ModelLocation> LocateModels() => ModelLocator.Locate(Models.Select(SourceOf), ProjectDirectory);

    /// <summary>Reports an error of <see cref="BuildErrors"/> in a file.</summary>
    private protected void LogError(string code, string file, string message) =>
        Log.LogError(subcategory: null, code, helpKeyword: null, BuildErrors.HelpLink(code), file, 0, 0, 0, 0, "{0}", message);

    /// <summary>Reports a warning of <see cref="BuildErrors"/> about a file or folder.</summary>
    private protected void LogWarning(string code, string file, string message) =>
        Log.LogWarning(subcategory: null, code, helpKeyword: null, BuildErrors.HelpLink(code), file, 0, 0, 0, 0, "{0}", message);

    private static ModelSource SourceOf(ITaskItem item) => new(
        item.ItemSpec,
        MetadataOf(item, "Link"),
        MetadataOf(item, "Contract"),
        IsTrue(item, "IsDefault"))
    {
        IsPrecompiled = IsTrue(item, "Precompile"),
    };

    private static bool IsTrue(ITaskItem item, string name) => string.Equals(MetadataOf(item, name), "true", StringComparison.OrdinalIgnoreCase);

    private static string? MetadataOf(ITaskItem item, string name) => item.GetMetadata(name) is { Length: > 0 } value ? value : null;
}
