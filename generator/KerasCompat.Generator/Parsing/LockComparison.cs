using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Model;

namespace KerasCompat.Generator.Parsing;

/// <summary>Reports how a model differs from its committed contract.</summary>
internal static class LockComparison
{
    /// <summary>Reports each difference by itself, because a build log shows the first line of a message alone.</summary>
    public static void Report(ClientClass client, ModelChoice.Chosen committed, ModelChoice.Chosen actual, List<DiagnosticInfo> diagnostics)
    {
        foreach (ContractChange change in ContractDiff.Compare(PlainContract.Of(committed.Contract), PlainContract.Of(actual.Contract)))
        {
            diagnostics.Add(DiagnosticInfo.Create(
                change.IsBreaking ? LockRules.BreakingChange : LockRules.CompatibleChange,
                client.PathLocation,
                client.ModelPath,
                change.ToString())
                .With(DiagnosticProperties.Committed, committed.File.FilePath)
                .With(DiagnosticProperties.Actual, actual.File.FilePath));
        }
    }
}
