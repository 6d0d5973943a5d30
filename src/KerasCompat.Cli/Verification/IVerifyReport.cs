namespace KerasCompat.Cli.Verification;

/// <summary>A way to print what became of recorded calls.</summary>
internal interface IVerifyReport
{
    /// <summary>Told the rows of one model after another.</summary>
    void Add(IReadOnlyList<CaseResult> rows);

    /// <summary>Told that there are no more.</summary>
    /// <param name="summary">The counts.</param>
    void Complete(VerifySummary summary);
}
