namespace KerasCompat.Build.Models;

/// <summary>A <c>KerasModel</c> item as the project states it.</summary>
/// <param name="Include">The item itself: a model's folder, or its <c>saved_model.pb</c>; absolute or relative to the project.</param>
/// <param name="Link">Where the model lies as the project sees it, where it was said; null otherwise.</param>
/// <param name="Contract">The file of the committed contract, where it was said; null otherwise.</param>
/// <param name="IsDefault">Whether the model was found by searching the project rather than named in it.</param>
internal sealed record ModelSource(string Include, string? Link, string? Contract, bool IsDefault)
{
    /// <summary>Whether the model is to be translated in the build.</summary>
    public bool IsPrecompiled { get; init; }
}
