using System.Text.Json;

namespace KerasCompat.Cli.Verification;

/// <summary>
/// The other side of <see cref="WorkerProcess"/>: reads a model folder and a cases file per line pair, replays, and writes an event per
/// line. Native code that crashes or never returns takes this process with it, not the report.
/// </summary>
/// <param name="replay">Replays one model.</param>
/// <param name="input">The requests.</param>
/// <param name="output">The events.</param>
internal sealed class VerifyWorker(ModelReplay replay, TextReader input, TextWriter output)
{
    /// <summary>Serves requests until there are no more.</summary>
    public void Serve(CancellationToken cancellationToken)
    {
        while (input.ReadLine() is { } line)
        {
            using JsonDocument request = JsonDocument.Parse(line);
            var model = new RecordedModel(request.RootElement.GetProperty("folder").GetString()!, request.RootElement.GetProperty("cases").GetString()!);
            replay.Run(model, Opened, Finished, cancellationToken);
            GC.Collect();
            Send(json => json.WriteNumber("done", Environment.WorkingSet));
        }
    }

    private void Opened(IReadOnlyList<RecordedCall> calls) => Send(json =>
    {
        json.WriteStartArray("cases");
        foreach (RecordedCall call in calls)
        {
            json.WriteStartArray();
            json.WriteStringValue(call.Signature);
            json.WriteStringValue(call.Name);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    });

    private void Finished(CaseResult result) => Send(json =>
    {
        json.WritePropertyName("result");
        CaseResultJson.Write(json, result);
    });

    private void Send(Action<Utf8JsonWriter> members)
    {
        output.WriteLine(JsonLine.Of(members));
        output.Flush();
    }
}
