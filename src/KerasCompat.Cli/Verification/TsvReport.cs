namespace KerasCompat.Cli.Verification;

/// <summary>One line per case, columns separated by tabs, with a header line.</summary>
internal sealed class TsvReport : IVerifyReport
{
    private readonly TextWriter _output;

    /// <summary>A report on a writer; the header is written at once.</summary>
    public TsvReport(TextWriter output)
    {
        _output = output;
        output.WriteLine("model\tsignature\tcase\tstatus\tmax_abs\tmax_rel\tmilliseconds\tdetail");
    }

    /// <inheritdoc/>
    public void Add(IReadOnlyList<CaseResult> rows)
    {
        foreach (CaseResult row in rows)
        {
            _output.WriteLine(string.Join(
                '\t',
                Show.OneLine(row.Model),
                Show.OneLine(row.Signature),
                Show.OneLine(row.Case),
                row.Status.Word(),
                row.MaxAbsolute is { } absolute ? Show.Error(absolute) : "",
                row.MaxRelative is { } relative ? Show.Error(relative) : "",
                row.Milliseconds is { } milliseconds ? Show.Invariant(milliseconds, "0.###") : "",
                Show.OneLine(row.Detail)));
        }

        _output.Flush();
    }

    /// <inheritdoc/>
    public void Complete(VerifySummary summary) => _output.Flush();
}
