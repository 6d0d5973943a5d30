using System.Xml;
using System.Xml.Linq;
using KerasCompat.SavedModel;

namespace KerasCompat.Cli.Checking;

/// <summary>Finds the models of a folder or of a project.</summary>
internal static class ModelFolders
{
    private const string ProjectExtension = ".csproj";
    private const string ModelItem = "KerasModel";

    /// <summary>The model folders of a path, sorted: the path itself, those below it, and those that a project names elsewhere.</summary>
    /// <param name="path">A model folder, a folder to search, or a project file.</param>
    /// <exception cref="UsageException">There is no model.</exception>
    public static IReadOnlyList<string> Find(string path)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new UsageException(path, "does not exist", "Give a project file, a model folder, or a folder to search.");
        }

        string folder = File.Exists(path) ? Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : "." : Path.TrimEndingDirectorySeparator(path);
        IEnumerable<string> projects = File.Exists(path) ? [path] : Directory.EnumerateFiles(folder, "*" + ProjectExtension);
        string[] found =
        [
            .. Below(folder).Concat(projects.Where(IsProject).SelectMany(Named))
                .Select(model => model.Replace('\\', '/'))
                .DistinctBy(Path.GetFullPath)
                .Order(StringComparer.Ordinal),
        ];
        return found.Length > 0
            ? found
            : throw new UsageException(path, "holds no model (no saved_model.pb at any depth)", "Give a project file, a model folder, or a folder to search.");
    }

    private static bool IsProject(string file) => file.EndsWith(ProjectExtension, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Below(string folder)
    {
        var everything = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return Directory.EnumerateFiles(folder, ModelPath.SavedModelFile, everything)
            .Where(file => !IsBuildOutput(Path.GetRelativePath(folder, file)))
            .Select(file => Path.GetDirectoryName(file)!);
    }

    /// <summary>Copies of the models lie where a project builds and publishes.</summary>
    private static bool IsBuildOutput(string relativePath) => relativePath.Replace('\\', '/').Split('/').Any(part => part is "bin" or "obj");

    /// <summary>The models that a project names: those elsewhere are not found by searching it.</summary>
    private static IEnumerable<string> Named(string projectFile)
    {
        XDocument project;
        try
        {
            using XmlReader reader = XmlReader.Create(projectFile, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            project = XDocument.Load(reader);
        }
        catch (XmlException error)
        {
            throw new UsageException(projectFile, "is not a project file", "Give a project file, a model folder, or a folder to search.", error);
        }

        string folder = Path.GetDirectoryName(projectFile) is { Length: > 0 } parent ? parent : ".";
        return project.Descendants()
            .Where(item => item.Name.LocalName == ModelItem)
            .Select(item => item.Attribute("Include")?.Value.Replace('\\', '/') ?? "")
            .Where(include => include.Length > 0 && !include.Contains('*', StringComparison.Ordinal) && !include.Contains('$', StringComparison.Ordinal))
            .Select(include => Path.GetFileName(include) == ModelPath.SavedModelFile ? Path.GetDirectoryName(include)! : include)
            .Select(include => Path.Combine(folder, include.TrimEnd('/')));
    }
}
