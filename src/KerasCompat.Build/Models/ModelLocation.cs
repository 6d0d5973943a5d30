using KerasCompat.SavedModel;

namespace KerasCompat.Build.Models;

/// <summary>Where one model of the project is found, by what name the code asks for it, and where the program will find it.</summary>
/// <param name="Name">The path that <c>[KerasModel]</c> states: relative to the project, with forward slashes.</param>
/// <param name="DeployPath">Where the model lies at run time, relative to the application.</param>
/// <param name="Folder">The absolute folder that holds, or should hold, <c>saved_model.pb</c>.</param>
/// <param name="LockFile">The absolute path of the committed contract, which may not exist.</param>
/// <param name="IsDefault">Whether the model was found by searching the project rather than named in it.</param>
internal sealed record ModelLocation(string Name, string DeployPath, string Folder, string LockFile, bool IsDefault)
{
    /// <summary>Whether the model is to be translated in the build.</summary>
    public bool IsPrecompiled { get; init; }

    /// <summary>The model's <c>saved_model.pb</c>, which may not exist.</summary>
    public string SavedModel => Path.Combine(Folder, ModelPath.SavedModelFile);
}
