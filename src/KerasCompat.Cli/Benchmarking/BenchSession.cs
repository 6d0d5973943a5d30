using KerasCompat.Cli.Tensors;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Benchmarking;

/// <summary>
/// Measures a signature at several settings, each with an engine of its own: ONNX Runtime plans its memory for the shapes that it sees first,
/// so that what was measured before would tell.
/// </summary>
/// <param name="load">Loads the model.</param>
/// <param name="signature">The signature.</param>
/// <param name="inputs">The inputs.</param>
/// <param name="compare">The ONNX file that calls are compared with; null for none.</param>
/// <param name="intraOpThreads">How many threads of that file work on one op.</param>
/// <param name="bench">Measures.</param>
internal sealed class BenchSession(
    Func<IModelEngine> load,
    SignatureContract signature,
    IReadOnlyList<NamedTensor> inputs,
    string? compare,
    int intraOpThreads,
    Bench bench)
{
    /// <summary>How often a setting is told of while it is measured.</summary>
    public const int UpdatesPerSetting = Bench.Rounds + 1;

    /// <summary>Measures every setting.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="update">Told what is known of a setting, its place first; the last word is the result.</param>
    /// <param name="cancellationToken">Stops between two calls.</param>
    public IReadOnlyList<BenchResult> Run(IReadOnlyList<BenchSetting> settings, Action<int, BenchResult> update, CancellationToken cancellationToken)
    {
        var results = new List<BenchResult>();
        for (int i = 0; i < settings.Count; i++)
        {
            int place = i;
            BenchResult result = Measure(settings[i], partial => update(place, partial), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            update(place, result);
            results.Add(result);
        }

        return results;
    }

    private BenchResult Measure(BenchSetting setting, Action<BenchResult> update, CancellationToken cancellationToken)
    {
        IReadOnlyList<NamedTensor> rows = BenchInputs.WithRows(inputs, signature, setting.Batch);
        using IModelEngine engine = load();
        using var ours = new EngineTarget(engine, signature, rows);
        using OnnxFileTarget? compared = compare is null ? null : OnnxFileTarget.Open(compare, rows, intraOpThreads);
        if (setting.Threads > 1)
        {
            (Latencies latencies, Latencies? theirs, double perSecond) = bench.MeasureThreads(ours, compared, setting.Threads, cancellationToken);
            return new BenchResult(setting, latencies, perSecond, double.NaN, theirs);
        }

        (Latencies own, Latencies? others, double bytes) = bench.Measure(
            ours,
            compared,
            (soFar, theirs) => update(Of(setting, soFar, theirs, double.NaN)),
            cancellationToken);
        return Of(setting, own, others, bytes);
    }

    private static BenchResult Of(BenchSetting setting, Latencies ours, Latencies? theirs, double bytes) =>
        new(setting, ours, 1e6 / ours.Percentile(0.5), bytes, theirs);
}
