using KerasCompat.Engines;
using KerasCompat.OnnxRuntime;

namespace KerasCompat.Cli;

/// <summary>The engines that the tool can use, by the name that <c>--engine</c> takes.</summary>
internal static class EngineCatalog
{
    /// <summary>The default: in process, on ONNX Runtime.</summary>
    public const string Onnx = "onnx";

    /// <summary>All names.</summary>
    public static readonly string[] Names = [Onnx];

    /// <summary>Loads a model.</summary>
    /// <param name="engine">The engine's name.</param>
    /// <param name="folder">The model folder.</param>
    /// <param name="tags">The tag set of the meta graph; null for the usual one.</param>
    /// <param name="isKept">Whether what was translated is kept for the next process, and taken from what an earlier one kept.</param>
    public static IModelEngine Load(string engine, string folder, IReadOnlyList<string>? tags, bool isKept = true)
    {
        if (engine != Onnx)
        {
            throw new UsageException(engine, "is no engine", $"Choose one of {string.Join(", ", Names)}.");
        }

        var options = new OnnxModelOptions { Tags = tags };
        return OnnxModelEngine.Load(folder, isKept ? options : options with { CacheFolder = null });
    }
}
