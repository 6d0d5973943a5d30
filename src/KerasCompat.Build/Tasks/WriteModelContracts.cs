using KerasCompat.Build.Contracts;
using KerasCompat.Build.Models;
using Microsoft.Build.Framework;
using Files = KerasCompat.Build.Models.ModelFiles;

namespace KerasCompat.Build.Tasks;

/// <summary>
/// Reads the contracts of a project's models into <c>obj/</c>, and says which files the compiler and the program are to be given.
/// Models that did not change since the last build are not read.
/// </summary>
public sealed class WriteModelContracts : KerasModelTask
{
    private readonly List<ITaskItem> _contracts = [];
    private readonly List<ITaskItem> _modelFiles = [];
    private readonly List<ITaskItem> _writtenFiles = [];

    /// <summary>The folder that contracts are written to, relative to the project.</summary>
    [Required]
    public string ContractDirectory { get; set; } = "";

    /// <summary>The file that lists the ops of the project's engine, one a line; empty where no engine states them.</summary>
    public string EngineOps { get; set; } = "";

    /// <summary>
    /// Whether an IDE asks, not a build: then a model that cannot be used is told to the generator alone, which shows it in the code.
    /// </summary>
    public bool IsDesignTimeBuild { get; set; }

    /// <summary>The files for the compiler: <c>AdditionalFiles</c> with the metadata of <see cref="KerasCompat.Contracts.BuildItems"/>.</summary>
    [Output]
    public ITaskItem[] Contracts => [.. _contracts];

    /// <summary>The models' own files, with the <c>TargetPath</c> at which the program finds them.</summary>
    [Output]
    public ITaskItem[] ModelFiles => [.. _modelFiles];

    /// <summary>What this task keeps in <see cref="ContractDirectory"/>, for <c>dotnet clean</c>.</summary>
    [Output]
    public ITaskItem[] WrittenFiles => [.. _writtenFiles];

    /// <inheritdoc/>
    public override bool Execute()
    {
        string directory = ProjectPaths.Absolute(ProjectDirectory, ContractDirectory);
        try
        {
            Write(LocateModels(), directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogError(BuildErrors.ContractNotWritten, directory, exception.Message);
        }

        return !Log.HasLoggedErrors;
    }

    private void Write(IReadOnlyList<ModelLocation> models, string directory)
    {
        var cache = ContractCache.Load(Path.Combine(directory, "models.cache"), ProgramVersion.Current);
        var writer = new ContractWriter(directory, cache, Build.Contracts.EngineOps.In(EngineOps));
        foreach (ModelLocation model in models)
        {
            ModelContracts contracts = writer.Write(model);
            Report(model, contracts.Problem);
            _contracts.AddRange(contracts.Files.Select(file => BuildItemFactory.Contract(model, file)));
            _writtenFiles.AddRange(contracts.Files.Where(file => file.Kind != ContractFileKind.Lock).Select(file => BuildItemFactory.File(file.Path)));
            if (contracts.HasModel)
            {
                _modelFiles.AddRange(Files.In(model.Folder).Select(file => BuildItemFactory.ModelFile(model, file)));
            }
        }

        ReportSameDeployPaths(models);
        cache.Save();
        _writtenFiles.Add(BuildItemFactory.File(cache.Path));
    }

    // A model that was only found may belong to nobody: whether it matters is known where a class asks for it, and said there.
    private void Report(ModelLocation model, ModelProblem? problem)
    {
        if (problem is null)
        {
            return;
        }

        if (model.IsDefault || IsDesignTimeBuild)
        {
            Log.LogMessage(MessageImportance.Normal, "{0}", problem.Message);
        }
        else
        {
            LogError(BuildErrors.ModelUnusable, ProjectFile, problem.Message);
        }
    }

    private void ReportSameDeployPaths(IReadOnlyList<ModelLocation> models)
    {
        foreach (IGrouping<string, ModelLocation> same in models.GroupBy(model => model.DeployPath, StringComparer.OrdinalIgnoreCase))
        {
            foreach (ModelLocation other in same.Skip(1))
            {
                LogError(BuildErrors.SameDeployPath, ProjectFile, BuildErrors.SameDeployPathMessage(same.First(), other));
            }
        }
    }
}
