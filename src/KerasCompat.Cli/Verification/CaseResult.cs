namespace KerasCompat.Cli.Verification;

/// <summary>A row of the report.</summary>
/// <param name="Model">The model folder, as the caller can find it.</param>
/// <param name="Signature">The signature that was called; empty where the cases could not even be read.</param>
/// <param name="Case">The name of the case; likewise.</param>
/// <param name="Status">What became of it.</param>
/// <param name="MaxAbsolute">The largest absolute error over all outputs; null where nothing could be compared.</param>
/// <param name="MaxRelative">The largest relative error over all outputs; likewise.</param>
/// <param name="Milliseconds">The time of the call; null where none was made.</param>
/// <param name="Detail">Why it did not pass; empty where it did.</param>
/// <param name="Outputs">The outputs one by one.</param>
internal sealed record CaseResult(
    string Model,
    string Signature,
    string Case,
    CaseStatus Status,
    double? MaxAbsolute,
    double? MaxRelative,
    double? Milliseconds,
    string Detail,
    IReadOnlyList<OutputComparison> Outputs)
{
    /// <summary>The row of a case that could not be run.</summary>
    public static CaseResult NotRun(string model, string signature, string name, CaseStatus status, string detail) =>
        new(model, signature, name, status, null, null, null, detail, []);
}
