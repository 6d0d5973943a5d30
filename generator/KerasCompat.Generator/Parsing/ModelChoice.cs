using System.Security;
using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Model;

namespace KerasCompat.Generator.Parsing;

/// <summary>Chooses the contract that a class is compiled against: its own model's, its own tags', the lock before the model.</summary>
internal static class ModelChoice
{
    private const string DefaultTag = "serve";

    /// <summary>The chosen contract with the file that it came from.</summary>
    internal sealed record Chosen(ModelFile File, ModelContract Contract);

    /// <summary>The contract of a request; null where there is none, which has then been reported.</summary>
    public static Chosen? Choose(ClientRequest request, List<DiagnosticInfo> diagnostics)
    {
        ClientClass client = request.Class;
        if (request.Files.Count == 0)
        {
            diagnostics.Add(NotFound(request));
            return null;
        }

        List<Chosen> contracts = Read(request, diagnostics);
        if (contracts.Count == 0)
        {
            return null;
        }

        List<Chosen> tagged = WithTags(contracts, client.Tags);
        if (tagged.Count == 0)
        {
            string found = string.Join(", ", contracts.Select(chosen => Tags(chosen.Contract.Tags)).Distinct());
            diagnostics.Add(DiagnosticInfo.Create(
                ModelRules.TagsNotFound, client.Location, client.ModelPath, string.Join(",", client.Tags!.Value), found));
            return null;
        }

        Chosen? committed = tagged.Find(chosen => chosen.File.IsLock);
        Chosen? actual = tagged.Find(chosen => !chosen.File.IsLock);
        if (committed is not null && actual is not null)
        {
            LockComparison.Report(client, committed, actual, diagnostics);
        }

        return committed ?? actual;
    }

    private static DiagnosticInfo NotFound(ClientRequest request)
    {
        string path = ModelPaths.Canonical(request.Class.ModelPath);
        string? suggestion = ModelPaths.Suggest(path, request.KnownModels);
        DiagnosticInfo diagnostic = DiagnosticInfo.Create(
            ModelRules.NotFound,
            request.Class.PathLocation,
            path,
            suggestion is null ? Advice(path, request.KnownModels) : $"did you mean '{suggestion}'?");
        return suggestion is null ? diagnostic : diagnostic.With(DiagnosticProperties.Replacement, suggestion);
    }

    // Where an item is the remedy, the line of it, to be put into the project file as it is.
    private static string Advice(string path, EquatableArray<string> models) =>
        ModelPaths.IsRooted(path) ? $"give it a place in the project, {Item(path, ModelPaths.PlaceFor(path))}, and ask for '{ModelPaths.PlaceFor(path)}'"
        : ModelPaths.LeadsOutside(path) ? $"a model outside the project is found once the project names it: {Item(path)}"
        : ModelPaths.VersionOf(path, models) is { } versions ? $"'{versions}' is the model with its newest version; to stay with this one, add {Item(path)}"
        : models.Count == 0 ? $"the project has no models: put the folder into the project, or add {Item("../elsewhere", path)}"
        : $"models of the project are {string.Join(", ", models.Select(model => $"'{model}'"))}";

    private static string Item(string include, string? link = null) =>
        $"<ItemGroup><KerasModel Include=\"{Escape(include)}\"{(link is null ? "" : $" Link=\"{Escape(link)}\"")} /></ItemGroup>";

    private static string Escape(string text) => SecurityElement.Escape(text);

    private static List<Chosen> Read(ClientRequest request, List<DiagnosticInfo> diagnostics)
    {
        var contracts = new List<Chosen>();
        foreach (ModelFile file in request.Files)
        {
            if (file.IsError)
            {
                diagnostics.Add(BuildErrorReader.Read(file, request.Class.PathLocation));
                continue;
            }

            try
            {
                contracts.Add(new(file, ContractJson.Read(file.Text, file.FilePath)));
            }
            catch (ModelFormatException exception)
            {
                diagnostics.Add(DiagnosticInfo.Create(
                    ModelRules.ContractUnreadable, request.Class.PathLocation, file.ModelPath, exception.Message));
            }
        }

        return contracts;
    }

    private static List<Chosen> WithTags(List<Chosen> contracts, EquatableArray<string>? tags)
    {
        if (tags is { } wanted)
        {
            return contracts.FindAll(chosen => new HashSet<string>(chosen.Contract.Tags).SetEquals(wanted));
        }

        List<Chosen> serving = contracts.FindAll(chosen => chosen.Contract.Tags.Count == 1 && chosen.Contract.Tags[0] == DefaultTag);
        if (serving.Count > 0)
        {
            return serving;
        }

        string first = contracts.Select(chosen => Tags(chosen.Contract.Tags)).OrderBy(text => text, StringComparer.Ordinal).First();
        return contracts.FindAll(chosen => Tags(chosen.Contract.Tags) == first);
    }

    private static string Tags(IEnumerable<string> tags) => $"[{string.Join(",", tags)}]";
}
