using System.Diagnostics;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Onnx;

namespace KerasCompat.Cli.Verification;

/// <summary>Replays the recorded calls of one model, in their order, on one loaded engine: what a call leaves behind, the next one sees.</summary>
/// <param name="load">Loads a model folder with the meta graph of the given tags.</param>
internal sealed class ModelReplay(Func<string, IReadOnlyList<string>, IModelEngine> load)
{
    /// <summary>Replays every call. Never throws for what a model does: that becomes a row.</summary>
    /// <param name="model">The model and its cases.</param>
    /// <param name="opened">Told all cases before the first runs.</param>
    /// <param name="finished">Told every row.</param>
    /// <param name="cancellationToken">Stops between two cases.</param>
    public void Run(RecordedModel model, Action<IReadOnlyList<RecordedCall>> opened, Action<CaseResult> finished, CancellationToken cancellationToken)
    {
        RecordedCalls recorded;
        try
        {
            recorded = RecordedCalls.Read(model.CasesFile);
        }
        catch (ModelFormatException error)
        {
            finished(CaseResult.NotRun(model.Folder, "", "", CaseStatus.Error, error.Message));
            return;
        }

        if (recorded.Calls.Count == 0)
        {
            return;
        }

        opened(recorded.Calls);
        IModelEngine engine;
        try
        {
            engine = load(model.Folder, recorded.Tags);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            foreach (RecordedCall call in recorded.Calls)
            {
                finished(NotRun(model, call, error));
            }

            return;
        }

        using (engine)
        {
            foreach (RecordedCall call in recorded.Calls)
            {
                cancellationToken.ThrowIfCancellationRequested();
                finished(Replay(engine, model, call, recorded.Tolerance, cancellationToken));
            }
        }
    }

    private static CaseResult Replay(IModelEngine engine, RecordedModel model, RecordedCall call, Tolerance tolerance, CancellationToken cancellationToken)
    {
        try
        {
            SignatureContract? signature = engine.Contract.FindSignature(call.Signature);
            Dictionary<string, ModelTensor> inputs = call.Inputs.ToDictionary(i => ArgumentName.KeyOf(signature, i.Name), i => i.Value);
            long start = Stopwatch.GetTimestamp();
            IReadOnlyDictionary<string, ModelTensor> outputs = engine.Run(call.Signature, inputs, cancellationToken);
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            OutputComparison[] comparisons =
            [
                .. call.Outputs.Select(expected => outputs.TryGetValue(expected.Name, out ModelTensor? actual)
                    ? OutputComparer.Compare(expected, actual, tolerance)
                    : OutputComparer.Incomparable(expected.Name, "the signature has no such output")),
            ];
            return Compared(model, call, comparisons, milliseconds);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return NotRun(model, call, error);
        }
    }

    private static CaseResult Compared(RecordedModel model, RecordedCall call, OutputComparison[] comparisons, double milliseconds)
    {
        string[] problems = [.. comparisons.Select(c => c.Problem).OfType<string>()];
        return new CaseResult(
            model.Folder,
            call.Signature,
            call.Name,
            problems.Length == 0 ? CaseStatus.Pass : CaseStatus.Fail,
            comparisons.Max(c => c.MaxAbsolute),
            comparisons.Max(c => c.MaxRelative),
            milliseconds,
            string.Join("; ", problems),
            comparisons);
    }

    private static CaseResult NotRun(RecordedModel model, RecordedCall call, Exception error) => CaseResult.NotRun(
        model.Folder,
        call.Signature,
        call.Name,
        error is UnsupportedOpsException ? CaseStatus.Unsupported : CaseStatus.Error,
        Reason(error));

    private static string Reason(Exception error) => error switch
    {
        UnsupportedOpsException { Ops.Count: > 0 } unsupported => string.Join(
            "; ",
            unsupported.Ops
                .Select(o => $"unsupported op {o.Op}" + (o.Reason.Length == 0 ? "" : $" ({o.Reason})"))
                .Distinct()),
        KerasCompatException => error.Message,
        _ => $"{error.GetType().Name}: {error.Message}",
    };
}
