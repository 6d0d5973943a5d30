using KerasCompat.Build.Contracts;
using KerasCompat.Build.Models;
using Microsoft.Build.Framework;

namespace KerasCompat.Build.Tasks;

/// <summary>Writes the committed contracts of a project's models: <c>dotnet build -t:UpdateKerasContracts</c>.</summary>
public sealed class UpdateModelContracts : KerasModelTask
{
    /// <inheritdoc/>
    public override bool Execute()
    {
        foreach (ModelLocation model in LocateModels().Where(model => !model.IsDefault || ModelLock.HasModel(model)))
        {
            Update(model);
        }

        return !Log.HasLoggedErrors;
    }

    private void Update(ModelLocation model)
    {
        try
        {
            string what = LockUpdate.Write(model) ? "written" : "up to date";
            Log.LogMessage(MessageImportance.High, "{0}: {1}", ProjectPaths.Relative(ProjectDirectory, model.LockFile), what);
        }
        catch (Exception exception) when (ModelProblem.IsReported(exception))
        {
            Report(model, exception.Message);
        }
    }

    // A model that was only found may belong to nobody, so it does not stand in the way of the others.
    private void Report(ModelLocation model, string message)
    {
        if (model.IsDefault)
        {
            LogWarning(BuildErrors.ContractNotWritten, model.Folder, message);
        }
        else
        {
            LogError(BuildErrors.ContractNotWritten, model.Folder, message);
        }
    }
}
