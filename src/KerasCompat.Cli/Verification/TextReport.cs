using Spectre.Console;

namespace KerasCompat.Cli.Verification;

/// <summary>For a person: the worst errors of each model, or of each output where there is one model, the cases that did not pass with their reason, and the counts.</summary>
/// <param name="console">Where it goes.</param>
internal sealed class TextReport(IAnsiConsole console) : IVerifyReport
{
    private readonly List<IReadOnlyList<CaseResult>> _models = [];

    /// <inheritdoc/>
    public void Add(IReadOnlyList<CaseResult> rows)
    {
        if (rows.Count > 0)
        {
            _models.Add(rows);
        }
    }

    /// <inheritdoc/>
    public void Complete(VerifySummary summary)
    {
        if (_models.Count > 0)
        {
            console.Write(_models.Count == 1 ? OneModel(_models[0]) : ManyModels());
        }

        // What a model lacks, its cases lack alike: said once.
        foreach (IGrouping<(string, string, CaseStatus Status, string Detail), CaseResult> same in
            _models.SelectMany(rows => rows).Where(row => row.Status != CaseStatus.Pass).GroupBy(row => (row.Model, row.Signature, row.Status, row.Detail)))
        {
            CaseResult first = same.First();
            string cases = string.Join(", ", same.Select(row => row.Case).Where(name => name.Length > 0));
            string place = string.Join(' ', new[] { first.Model, first.Signature, cases }.Where(part => part.Length > 0).Select(Show.OneLine));
            console.MarkupLine($"{Coloured(same.Key.Status)} {Markup.Escape(place)}");
            console.Write(new Padder(new Text(Show.OneLine(same.Key.Detail)), new Padding(2, 0, 0, 0)));
        }

        console.MarkupLine($"{Markup.Escape(summary.ToString())} [grey]({Show.Invariant(summary.Elapsed.TotalSeconds, "0.0")} s)[/]");
    }

    private static Table NewTable(params string[] names)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string name in names)
        {
            table.AddColumn(name);
        }

        return table
            .AddColumn(new TableColumn("max abs").RightAligned().NoWrap())
            .AddColumn(new TableColumn("max rel").RightAligned().NoWrap())
            .AddColumn(new TableColumn("ms").RightAligned().NoWrap())
            .AddColumn(new TableColumn("").NoWrap());
    }

    private static string Error(double? error) => error is { } value ? Show.Error(value) : "";

    /// <summary>A line for each output of each case.</summary>
    private static Table OneModel(IReadOnlyList<CaseResult> rows)
    {
        Table table = NewTable("signature", "case", "output");
        foreach (CaseResult row in rows)
        {
            string time = row.Milliseconds is { } milliseconds ? Show.Invariant(milliseconds, "0.0") : "";
            string signature = Markup.Escape(Show.OneLine(row.Signature));
            string name = Markup.Escape(Show.OneLine(row.Case));
            if (row.Outputs.Count == 0)
            {
                table.AddRow(signature, name, "", "", "", time, Coloured(row.Status));
            }

            foreach (OutputComparison output in row.Outputs)
            {
                table.AddRow(
                    signature,
                    name,
                    Markup.Escape(Show.OneLine(output.Name)),
                    Error(output.MaxAbsolute),
                    Error(output.MaxRelative),
                    time,
                    Coloured(output.Problem is null ? CaseStatus.Pass : CaseStatus.Fail));
            }
        }

        return table;
    }

    /// <summary>A line for each model.</summary>
    private Table ManyModels()
    {
        Table table = NewTable("model", "passed");
        foreach (IReadOnlyList<CaseResult> rows in _models)
        {
            table.AddRow(
                Markup.Escape(Show.OneLine(rows[0].Model)),
                $"{Show.Invariant(rows.Count(r => r.Status == CaseStatus.Pass))}/{Show.Invariant(rows.Count)}",
                Error(rows.Max(r => r.MaxAbsolute)),
                Error(rows.Max(r => r.MaxRelative)),
                Show.Invariant(rows.Sum(r => r.Milliseconds ?? 0), "0.0"),
                Coloured(rows.Max(r => r.Status)));
        }

        return table;
    }

    private static string Coloured(CaseStatus status) => status switch
    {
        CaseStatus.Pass => "[green]pass[/]",
        CaseStatus.Fail => "[red]fail[/]",
        CaseStatus.Unsupported => "[yellow]unsupported[/]",
        _ => "[red]error[/]",
    };
}
