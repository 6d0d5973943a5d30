using Spectre.Console;

namespace KerasCompat.Cli.Verification;

/// <summary>For a person: a line per model with the worst errors, the cases that did not pass with their reason, and the counts.</summary>
/// <param name="console">Where it goes.</param>
internal sealed class TextReport(IAnsiConsole console) : IVerifyReport
{
    private readonly List<CaseResult> _notPassed = [];
    private readonly Table _table = new Table()
        .Border(TableBorder.Simple)
        .AddColumn("model")
        .AddColumn(new TableColumn("passed").RightAligned().NoWrap())
        .AddColumn(new TableColumn("max abs").RightAligned().NoWrap())
        .AddColumn(new TableColumn("max rel").RightAligned().NoWrap())
        .AddColumn(new TableColumn("ms").RightAligned().NoWrap())
        .AddColumn(new TableColumn("").NoWrap());

    /// <inheritdoc/>
    public void Add(IReadOnlyList<CaseResult> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        CaseStatus worst = rows.Max(r => r.Status);
        _table.AddRow(
            Markup.Escape(Show.OneLine(rows[0].Model)),
            $"{Show.Invariant(rows.Count(r => r.Status == CaseStatus.Pass))}/{Show.Invariant(rows.Count)}",
            rows.Max(r => r.MaxAbsolute) is { } absolute ? Show.Error(absolute) : "",
            rows.Max(r => r.MaxRelative) is { } relative ? Show.Error(relative) : "",
            Show.Invariant(rows.Sum(r => r.Milliseconds ?? 0), "0.0"),
            Coloured(worst));
        _notPassed.AddRange(rows.Where(r => r.Status != CaseStatus.Pass));
    }

    /// <inheritdoc/>
    public void Complete(VerifySummary summary)
    {
        if (_table.Rows.Count > 0)
        {
            console.Write(_table);
        }

        // What a model lacks, its cases lack alike: said once.
        foreach (IGrouping<(string, string, CaseStatus Status, string Detail), CaseResult> same in
            _notPassed.GroupBy(row => (row.Model, row.Signature, row.Status, row.Detail)))
        {
            CaseResult first = same.First();
            string cases = string.Join(", ", same.Select(row => row.Case).Where(name => name.Length > 0));
            string place = string.Join(' ', new[] { first.Model, first.Signature, cases }.Where(part => part.Length > 0).Select(Show.OneLine));
            console.MarkupLine($"{Coloured(same.Key.Status)} {Markup.Escape(place)}");
            console.Write(new Padder(new Text(Show.OneLine(same.Key.Detail)), new Padding(2, 0, 0, 0)));
        }

        console.MarkupLine($"{Markup.Escape(summary.ToString())} [grey]({Show.Invariant(summary.Elapsed.TotalSeconds, "0.0")} s)[/]");
    }

    private static string Coloured(CaseStatus status) => status switch
    {
        CaseStatus.Pass => "[green]pass[/]",
        CaseStatus.Fail => "[red]fail[/]",
        CaseStatus.Unsupported => "[yellow]unsupported[/]",
        _ => "[red]error[/]",
    };
}
