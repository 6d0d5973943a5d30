using KerasCompat.Contracts;
using KerasCompat.SavedModel;

namespace KerasCompat.Build.Models;

/// <summary>Turns the project's <c>KerasModel</c> items into models: each has one name, one folder, one place at run time.</summary>
internal static class ModelLocator
{
    /// <summary>The models of a project in the order of their names, each once; a model named in the project replaces the one that was found.</summary>
    /// <param name="sources">The project's items.</param>
    /// <param name="projectDirectory">The folder that relative paths start from.</param>
    public static IReadOnlyList<ModelLocation> Locate(IEnumerable<ModelSource> sources, string projectDirectory)
    {
        var byName = new Dictionary<string, ModelLocation>(StringComparer.Ordinal);
        foreach (ModelSource source in sources)
        {
            ModelLocation model = Locate(source, projectDirectory);
            if (!byName.TryGetValue(model.Name, out ModelLocation? known) || !model.IsDefault || known.IsDefault)
            {
                byName[model.Name] = model;
            }
        }

        return [.. byName.Values.OrderBy(model => model.Name, StringComparer.Ordinal)];
    }

    private static ModelLocation Locate(ModelSource source, string projectDirectory)
    {
        string place = ProjectPaths.Absolute(projectDirectory, source.Include);
        if (Path.GetFileName(place) == ModelPath.SavedModelFile)
        {
            place = Path.GetDirectoryName(place)!;
        }

        // A model that was found in a folder of versions is the folder's; one that the project names by its version is that version.
        if (source.IsDefault && ModelVersions.Parse(Path.GetFileName(place)) is not null
            && ProjectPaths.Relative(projectDirectory, place).Contains('/'))
        {
            place = Path.GetDirectoryName(place)!;
        }

        string name = ProjectPaths.Relative(projectDirectory, source.Link is { } link ? ProjectPaths.Absolute(projectDirectory, link.Trim('/', '\\')) : place);
        return new ModelLocation(
            name,
            ProjectPaths.LeadsOutside(name) ? DeployPathOutside(name) : name,
            File.Exists(Path.Combine(place, ModelPath.SavedModelFile)) ? place : ModelVersions.NewestIn(place) ?? place,
            source.Contract is null ? place + BuildItems.ContractFileSuffix : ProjectPaths.Absolute(projectDirectory, source.Contract),
            source.IsDefault)
        {
            IsPrecompiled = source.IsPrecompiled,
        };
    }

    // A bare version number says nothing once it stands without its model.
    private static string DeployPathOutside(string name)
    {
        string last = ProjectPaths.LastName(name);
        string parent = ProjectPaths.LastName(ProjectPaths.WithoutLastName(name));
        return ModelVersions.Parse(last) is null || parent is "" or ".." ? last : parent + "/" + last;
    }
}
