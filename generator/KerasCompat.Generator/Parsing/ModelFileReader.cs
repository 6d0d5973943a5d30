using KerasCompat.Contracts;
using KerasCompat.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KerasCompat.Generator.Parsing;

/// <summary>Recognizes the additional files that the build handed over (<see cref="BuildItems"/>).</summary>
internal static class ModelFileReader
{
    /// <summary>The model file that an additional file is, or null when it is something else.</summary>
    public static ModelFile? Read(AdditionalText file, AnalyzerConfigOptionsProvider options, CancellationToken cancellationToken)
    {
        AnalyzerConfigOptions metadata = options.GetOptions(file);
        if (!metadata.TryGetValue(BuildItems.CompilerPrefix + BuildItems.ModelMetadata, out string? model) || model.Length == 0)
        {
            return null;
        }

        metadata.TryGetValue(BuildItems.CompilerPrefix + BuildItems.DeployPathMetadata, out string? deployPath);
        metadata.TryGetValue(BuildItems.CompilerPrefix + BuildItems.MissingOpsMetadata, out string? missingOps);
        return new ModelFile(
            model,
            string.IsNullOrEmpty(deployPath) ? model : deployPath!,
            file.Path,
            file.GetText(cancellationToken)?.ToString() ?? "",
            IsTrue(metadata, BuildItems.ErrorMetadata),
            IsTrue(metadata, BuildItems.LockMetadata),
            missingOps ?? "");
    }

    private static bool IsTrue(AnalyzerConfigOptions metadata, string name) =>
        metadata.TryGetValue(BuildItems.CompilerPrefix + name, out string? value)
        && string.Equals(value, BuildItems.True, StringComparison.OrdinalIgnoreCase);
}
