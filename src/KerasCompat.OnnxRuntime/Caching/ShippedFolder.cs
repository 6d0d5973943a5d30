namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>The folder, in a model's own, in which the build puts the programs that it translated (<c>Precompile="true"</c>).</summary>
internal static class ShippedFolder
{
    /// <summary>Its name.</summary>
    public const string Name = "precompiled";
}
