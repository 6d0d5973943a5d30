using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Model;

namespace KerasCompat.Generator.Parsing;

/// <summary>Reports what a signature needs and the project's engine lacks, as the build found it (<see cref="BuildItems.MissingOpsMetadata"/>).</summary>
internal static class MissingOps
{
    /// <summary>Reports the signatures of a client that its engine cannot run.</summary>
    /// <param name="client">The class.</param>
    /// <param name="files">The files of its model: where it has a lock, the model's own file says what is missing.</param>
    /// <param name="signatures">The signatures that the client calls.</param>
    /// <param name="diagnostics">Receives what is reported.</param>
    public static void Report(ClientClass client, EquatableArray<ModelFile> files, IReadOnlyList<SignatureContract> signatures, List<DiagnosticInfo> diagnostics)
    {
        foreach (string entry in files.SelectMany(file => file.MissingOps.Split(['|'], StringSplitOptions.RemoveEmptyEntries)).Distinct())
        {
            string[] parts = entry.Split('=');
            string key = Uri.UnescapeDataString(parts[0]);
            if (parts.Length == 2 && signatures.Any(signature => signature.Key == key))
            {
                string ops = string.Join(", ", parts[1].Split(',').Select(Uri.UnescapeDataString));
                diagnostics.Add(DiagnosticInfo.Create(SignatureRules.OpsMissing, client.Location, client.ModelPath, key, ops));
            }
        }
    }
}
