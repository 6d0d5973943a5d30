using KerasCompat.Build.Contracts;
using KerasCompat.Build.Models;
using Microsoft.Build.Framework;

namespace KerasCompat.Build.Tasks;

/// <summary>
/// Lets the engine translate the models whose items say so, and says which files the program is to be given. A model that did not change
/// since it was translated by the same engine is not translated again.
/// </summary>
public sealed class PrecompileModels : KerasModelTask
{
    /// <summary>Where the engine looks for them, in the model's folder.</summary>
    private const string DeployFolder = "precompiled";

    private const string StampFile = "precompiled.stamp";
    private const string Entries = "*.entry";

    private readonly List<ITaskItem> _files = [];
    private readonly List<ITaskItem> _writtenFiles = [];

    /// <summary>The folder for what is made, relative to the project.</summary>
    [Required]
    public string Directory { get; set; } = "";

    /// <summary>The engine's program that translates models, to be run by <c>dotnet exec</c>; empty where no engine brings one.</summary>
    public string Precompiler { get; set; } = "";

    /// <summary>The <c>dotnet</c> that runs it; the one of the path where it is empty.</summary>
    public string DotnetHost { get; set; } = "";

    /// <summary>What was made, with the <c>TargetPath</c> at which the program finds it.</summary>
    [Output]
    public ITaskItem[] PrecompiledFiles => [.. _files];

    /// <summary>What this task keeps in <see cref="Directory"/>, for <c>dotnet clean</c>.</summary>
    [Output]
    public ITaskItem[] WrittenFiles => [.. _writtenFiles];

    /// <inheritdoc/>
    public override bool Execute()
    {
        foreach (ModelLocation model in LocateModels().Where(model => model.IsPrecompiled && ModelLock.HasModel(model)))
        {
            try
            {
                Precompile(model, Path.Combine(ProjectPaths.Absolute(ProjectDirectory, Directory), model.DeployPath));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
            {
                LogError(BuildErrors.NotPrecompiled, ProjectFile, $"The model '{model.Name}' cannot be translated: {exception.Message}");
            }
        }

        return !Log.HasLoggedErrors;
    }

    private void Precompile(ModelLocation model, string folder)
    {
        if (!File.Exists(Precompiler))
        {
            LogError(BuildErrors.NotPrecompiled, ProjectFile, BuildErrors.NoPrecompilerMessage(model));
            return;
        }

        string stampFile = Path.Combine(folder, StampFile);
        string stamp = $"{InputStamp.Of(model)}|{Precompiler}|{InputStamp.Of(Precompiler)}";
        if (!File.Exists(stampFile) || File.ReadAllText(stampFile) != stamp)
        {
            if (!Run(model, folder))
            {
                return;
            }

            File.WriteAllText(stampFile, stamp);
        }

        _writtenFiles.Add(BuildItemFactory.File(stampFile));
        foreach (string file in System.IO.Directory.EnumerateFiles(folder, Entries).OrderBy(file => file, StringComparer.Ordinal))
        {
            _files.Add(BuildItemFactory.DeployedFile(model, file, $"{DeployFolder}/{Path.GetFileName(file)}"));
            _writtenFiles.Add(BuildItemFactory.File(file));
        }
    }

    private bool Run(ModelLocation model, string folder)
    {
        System.IO.Directory.CreateDirectory(folder);
        foreach (string old in System.IO.Directory.EnumerateFiles(folder, Entries))
        {
            File.Delete(old);
        }

        PrecompilerRun run = PrecompilerRun.Of(DotnetHost, Precompiler, model.Folder, folder);
        foreach (string line in run.Output)
        {
            Log.LogMessage(MessageImportance.Normal, "{0}", line);
        }

        if (!run.IsSuccess)
        {
            LogError(BuildErrors.NotPrecompiled, ProjectFile, $"The model '{model.Name}' cannot be translated: {run.Error}");
        }

        return run.IsSuccess;
    }
}
