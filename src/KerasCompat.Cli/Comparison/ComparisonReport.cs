using KerasCompat.Cli.Terminal;
using KerasCompat.Contracts;
using Spectre.Console;

namespace KerasCompat.Cli.Comparison;

/// <summary>Prints a comparison.</summary>
internal static class ComparisonReport
{
    /// <summary>For a person: a line per change, the breaking ones first.</summary>
    public static void WriteText(IAnsiConsole console, ContractComparison comparison)
    {
        if (comparison.Changes.Count > 0)
        {
            Table table = new Table().Border(TableBorder.None).HideHeaders().AddColumn(new TableColumn("").NoWrap()).AddColumn("");
            foreach (ContractChange change in InOrder(comparison))
            {
                table.AddRow(change.IsBreaking ? "[red]breaking[/]" : "[green]compatible[/]", Markup.Escape(Show.OneLine(change.ToString())));
            }

            console.Write(table);
        }

        console.WriteLine(comparison.Verdict);
    }

    /// <summary>For a comment on a pull request.</summary>
    public static void WriteMarkdown(TextWriter output, ContractComparison comparison)
    {
        output.WriteLine($"### {Code(comparison.OldPath)} → {Code(comparison.NewPath)}: {comparison.Verdict}");
        if (comparison.Changes.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine("| | signature | change |");
        output.WriteLine("|---|---|---|");
        foreach (ContractChange change in InOrder(comparison))
        {
            output.WriteLine($"| {(change.IsBreaking ? "**breaking**" : "compatible")} | {(change.Signature is null ? "" : Code(change.Signature))} | {Plain(change.Text)} |");
        }
    }

    /// <summary>For programs.</summary>
    public static void WriteJson(TextWriter output, ContractComparison comparison) => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        json.WriteString("old", comparison.OldPath);
        json.WriteString("new", comparison.NewPath);
        json.WriteBoolean("breaking", comparison.BreakingCount > 0);
        json.WriteStartArray("changes");
        foreach (ContractChange change in InOrder(comparison))
        {
            json.WriteStartObject();
            json.WriteString("kind", change.Kind.ToString());
            json.WriteBoolean("breaking", change.IsBreaking);
            json.WriteString("signature", change.Signature);
            json.WriteString("tensor", change.Tensor);
            json.WriteString("text", change.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static IEnumerable<ContractChange> InOrder(ContractComparison comparison) => comparison.Changes.OrderByDescending(c => c.IsBreaking);

    private static string Code(string text)
    {
        string line = Show.OneLine(text).Replace('|', '¦');
        return line.Contains('`', StringComparison.Ordinal) ? $"`` {line} ``" : $"`{line}`";
    }

    /// <summary>Names come from the model and may hold anything: nothing of them must become a link, a tag or a cell.</summary>
    private static string Plain(string text) =>
        string.Concat(Show.OneLine(text).Select(c => "\\`*_{}[]<>()#+!|~@".Contains(c, StringComparison.Ordinal) ? $"\\{c}" : c.ToString()));
}
