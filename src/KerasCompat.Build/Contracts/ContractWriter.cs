using KerasCompat.Build.Models;
using KerasCompat.Contracts;

namespace KerasCompat.Build.Contracts;

/// <summary>Writes for each model what the compiler needs to know of it: its contracts, or why there are none.</summary>
/// <param name="directory">The folder of the contracts, below <c>obj/</c>.</param>
/// <param name="cache">What earlier builds found out.</param>
/// <param name="engineOps">The ops of the project's engine.</param>
internal sealed class ContractWriter(string directory, ContractCache cache, EngineOps engineOps)
{
    private const string ErrorFileSuffix = ".error.json";

    /// <summary>The model's files, read and written anew only if the model changed.</summary>
    public ModelContracts Write(ModelLocation model)
    {
        string stamp = $"{InputStamp.Of(model)}|{engineOps.Stamp}";
        if (cache.Find(model, stamp) is { } known)
        {
            return known;
        }

        ModelContracts contracts = Read(model);
        cache.Remember(model, stamp, contracts);
        return contracts;
    }

    private ModelContracts Read(ModelLocation model)
    {
        var files = new List<ContractFile>();
        bool hasModel = ModelLock.HasModel(model);
        try
        {
            ModelContract? committed = null;
            if (ModelLock.IsThere(model))
            {
                committed = ModelLock.Read(model);
                files.Add(new ContractFile(model.LockFile, ContractFileKind.Lock));
            }

            if (committed is null || hasModel)
            {
                files.AddRange(CallableContracts.Of(model.Folder, engineOps).Select(callable => Write(model, committed, callable)));
            }

            return files.Count > 0
                ? new ModelContracts(files, hasModel, Problem: null)
                : Failed(model, files, hasModel, ModelProblem.NoSignatures(model.Folder));
        }
        catch (Exception exception) when (ModelProblem.IsReported(exception))
        {
            return Failed(model, files, hasModel, ModelProblem.From(exception, model.Folder));
        }
    }

    private ModelContracts Failed(ModelLocation model, IReadOnlyList<ContractFile> files, bool hasModel, ModelProblem problem)
    {
        string path = PathOf(model, ErrorFileSuffix);
        TextFiles.WriteIfDifferent(path, problem.ToJson());
        return new ModelContracts([.. files, new ContractFile(path, ContractFileKind.Error)], hasModel, problem);
    }

    private ContractFile Write(ModelLocation model, ModelContract? committed, CallableContract callable)
    {
        ModelContract contract = committed is not null && committed.Tags == callable.Contract.Tags
            ? GivenNames.Keep(committed, callable.Contract)
            : callable.Contract;
        string tags = string.Join("+", contract.Tags);
        string path = PathOf(model, tags == "serve" ? BuildItems.ContractFileSuffix : $"~{Uri.EscapeDataString(tags)}{BuildItems.ContractFileSuffix}");
        TextFiles.WriteIfDifferent(path, ContractJson.Write(contract));
        return new ContractFile(path, ContractFileKind.Contract, callable.MissingOps);
    }

    // The folders of the contracts are those of the models; where a name leads out of the project, or to another drive, it must not here.
    private string PathOf(ModelLocation model, string suffix)
    {
        IEnumerable<string> names = model.Name.Split('/').Select(name => name == ".." ? "__" : name.Replace(':', '_'));
        return Path.Combine(directory, string.Join("/", names) + suffix);
    }
}
