using KerasCompat.Build.Building;

namespace KerasCompat.Build;

/// <summary>Two projects with what people take for a model, built once: one where it was only found, one that names it.</summary>
public sealed class Mistakes : IDisposable
{
    private static readonly string[] Wrong =
    [
        "checkpoint_only", "empty_folder", "empty_pb", "garbage", "truncated", "frozen_graph.pb", "keras2.h5", "keras3.keras", "model.tflite",
        "no_variables", "short_weights", "flipped_weight",
    ];

    public Mistakes()
    {
        Array.ForEach(Wrong, name => Found.AddModel($"wrong/{name}", $"app/{name}"));
        Found.Dotnet("build");
        Named = new TestProject($"""<ItemGroup><KerasModel Include="../{string.Join(";../", Wrong)};../missing" /></ItemGroup>""");
        Array.ForEach(Wrong, name => Named.AddModel($"wrong/{name}", name));
        NamedOutput = Named.Run("build").Output;
    }

    internal TestProject Found { get; } = new();

    internal TestProject Named { get; }

    internal string NamedOutput { get; }

    public void Dispose()
    {
        Found.Dispose();
        Named.Dispose();
    }
}
