using KerasCompat.Cli.Terminal;

namespace KerasCompat.Cli.Verification;

/// <summary>One JSON object: the counts under <c>summary</c> and every row under <c>cases</c>.</summary>
/// <param name="output">Where it goes.</param>
internal sealed class JsonReport(TextWriter output) : IVerifyReport
{
    private readonly List<CaseResult> _rows = [];

    /// <inheritdoc/>
    public void Add(IReadOnlyList<CaseResult> rows) => _rows.AddRange(rows);

    /// <inheritdoc/>
    public void Complete(VerifySummary summary) => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("summary");
        json.WriteNumber("models", summary.Models);
        json.WriteNumber("cases", summary.Cases);
        foreach (CaseStatus status in Enum.GetValues<CaseStatus>())
        {
            json.WriteNumber(status.Word(), summary.Count(status));
        }

        json.WriteNumber("seconds", Math.Round(summary.Elapsed.TotalSeconds, 3));
        json.WriteEndObject();
        json.WriteStartArray("cases");
        foreach (CaseResult row in _rows)
        {
            CaseResultJson.Write(json, row);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
