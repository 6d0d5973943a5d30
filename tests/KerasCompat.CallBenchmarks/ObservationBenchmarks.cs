using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;

namespace KerasCompat.CallBenchmarks;

/// <summary>What it costs to be observed, and what it costs to ask whether anybody observes.</summary>
[InProcess]
[MemoryDiagnoser]
public class ObservationBenchmarks : IDisposable
{
    private const string Source = "KerasCompat";

    // Of a name to which nobody listens; a call asks the same of the library's own.
    private static readonly ActivitySource Activities = new("KerasCompat.CallBenchmarks");
    private static readonly Meter Meter = new("KerasCompat.CallBenchmarks");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("duration");
    private static readonly Histogram<long> BatchSize = Meter.CreateHistogram<long>("batch_size");

    private readonly float[] _image = new float[10];
    private readonly float[] _label = new float[2];
    private readonly float[] _score = new float[1];
    private LabelImage _client = null!;
    private IDisposable? _listener;

    /// <summary>Who listens.</summary>
    [Params(Listener.Nobody, Listener.Meter, Listener.Activities)]
    public Listener Listener { get; set; }

    [GlobalSetup]
    public void Load()
    {
        _client = LabelImage.Load();
        _listener = Listener switch
        {
            Listener.Meter => NewMeterListener(),
            Listener.Activities => NewActivityListener(),
            _ => null,
        };
    }

    [Benchmark(Description = "call")]
    public float Call() => _client.Into(_image, _label, _score);

    [Benchmark(Description = "asking whether anybody listens, alone")]
    [SuppressMessage("Performance", "CA1822", Justification = "BenchmarkDotNet calls instances.")]
    public bool Question() => Duration.Enabled || BatchSize.Enabled || Activities.HasListeners();

    [GlobalCleanup]
    public void Dispose()
    {
        _client.Dispose();
        _listener?.Dispose();
        GC.SuppressFinalize(this);
    }

    private static MeterListener NewMeterListener()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name == Source)
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => { });
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => { });
        listener.Start();
        return listener;
    }

    private static ActivityListener NewActivityListener()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
