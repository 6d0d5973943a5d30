using System.Diagnostics;

namespace KerasCompat.Cli.Verification;

/// <summary>How many of what.</summary>
internal sealed class VerifySummary
{
    private readonly int[] _counts = new int[4];
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>How many models were replayed, with or without cases.</summary>
    public int Models { get; private set; }

    /// <summary>How many cases there are.</summary>
    public int Cases => _counts.Sum();

    /// <summary>Whether every case passed.</summary>
    public bool AllPassed => Cases == Count(CaseStatus.Pass);

    /// <summary>The time since the beginning.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>How many cases have a status.</summary>
    public int Count(CaseStatus status) => _counts[(int)status];

    /// <summary>Counts the rows of a model.</summary>
    public void Add(IReadOnlyList<CaseResult> rows)
    {
        Models++;
        foreach (CaseResult row in rows)
        {
            _counts[(int)row.Status]++;
        }
    }

    /// <summary>As in <c>12 cases of 3 models: 11 passed, 1 failed, 0 unsupported, 0 errors</c>.</summary>
    public override string ToString() =>
        $"{Show.Count(Cases, "case")} of {Show.Count(Models, "model")}: {Show.Invariant(Count(CaseStatus.Pass))} passed, "
        + $"{Show.Invariant(Count(CaseStatus.Fail))} failed, {Show.Invariant(Count(CaseStatus.Unsupported))} unsupported, "
        + $"{Show.Count(Count(CaseStatus.Error), "error")}";
}
