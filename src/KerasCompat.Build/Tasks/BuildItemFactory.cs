using KerasCompat.Build.Contracts;
using KerasCompat.Build.Models;
using KerasCompat.Contracts;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace KerasCompat.Build.Tasks;

/// <summary>Makes the items that the tasks hand to the build.</summary>
internal static class BuildItemFactory
{
    /// <summary>A file.</summary>
    public static TaskItem File(string path) => new(MSBuildText.Escape(path));

    /// <summary>A file for the compiler, with what the generator must know of it.</summary>
    public static ITaskItem Contract(ModelLocation model, ContractFile file)
    {
        TaskItem item = File(file.Path);
        item.SetMetadata(BuildItems.ModelMetadata, MSBuildText.Escape(model.Name));
        item.SetMetadata(BuildItems.DeployPathMetadata, MSBuildText.Escape(model.DeployPath));
        if (file.Kind != ContractFileKind.Contract)
        {
            string kind = file.Kind == ContractFileKind.Error ? BuildItems.ErrorMetadata : BuildItems.LockMetadata;
            item.SetMetadata(kind, BuildItems.True);
        }

        if (file.MissingOps.Length > 0)
        {
            item.SetMetadata(BuildItems.MissingOpsMetadata, MSBuildText.Escape(file.MissingOps));
        }

        return item;
    }

    /// <summary>A file of a model, at the place where the program finds it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="relativePath">The file, relative to the model's folder, with forward slashes.</param>
    public static ITaskItem ModelFile(ModelLocation model, string relativePath) => DeployedFile(model, Path.Combine(model.Folder, relativePath), relativePath);

    /// <summary>A file that the program finds in the folder of a model, wherever it lies now.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="relativePath">Its place in the model's folder, with forward slashes.</param>
    public static ITaskItem DeployedFile(ModelLocation model, string path, string relativePath)
    {
        TaskItem item = File(path);
        string target = MSBuildText.Escape($"{model.DeployPath}/{relativePath}".Replace('/', Path.DirectorySeparatorChar));
        // TargetPath says where it is copied, Link where an IDE shows it.
        item.SetMetadata("TargetPath", target);
        item.SetMetadata("Link", target);
        return item;
    }
}
