using System.Globalization;
using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Model;

namespace KerasCompat.Generator.Parsing;

/// <summary>Tells when a model comes from a version outside those whose answers were recorded and compared (tests/models).</summary>
internal static class VersionCheck
{
    private static readonly Version FirstTensorFlow = new(2, 15);
    private static readonly Version LastTensorFlow = new(2, 18);
    private static readonly Version FirstKeras = new(2, 15);
    private static readonly Version LastKeras = new(3, 8);

    /// <summary>Reports the versions of a model that were not verified.</summary>
    public static void Report(ClientClass client, Producer producer, List<DiagnosticInfo> diagnostics)
    {
        Report("TensorFlow", producer.TensorFlow, FirstTensorFlow, LastTensorFlow);
        Report("Keras", producer.Keras, FirstKeras, LastKeras);

        void Report(string name, string? version, Version first, Version last)
        {
            if (Parse(version) is { } found && (found < first || found > last))
            {
                diagnostics.Add(DiagnosticInfo.Create(
                    ModelRules.VersionNotVerified, client.Location, client.ModelPath, name, version!, $"{first} to {last}"));
            }
        }
    }

    // Major and minor version; what follows (patches, -rc0, .dev2024) does not count.
    private static Version? Parse(string? version)
    {
        string[] parts = (version ?? "").Split('.');
        return parts.Length >= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
                ? new Version(major, minor)
                : null;
    }
}
