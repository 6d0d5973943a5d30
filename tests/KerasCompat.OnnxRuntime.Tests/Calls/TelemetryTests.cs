using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;

namespace KerasCompat.OnnxRuntime.Tests.Calls;

// Not beside OnnxCallTests: while somebody listens, calls allocate.
[Collection("Observed calls")]
public sealed class TelemetryTests
{
    [Fact]
    public void A_call_is_an_activity_with_model_signature_and_rows()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "KerasCompat",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        Call("observed_activity", rows: 3);

        Activity activity = Assert.Single(ended, activity => Equals(activity.GetTagItem("kerascompat.signature"), "observed_activity"));
        Assert.Equal("hand_made", activity.GetTagItem("kerascompat.model"));
        Assert.Equal(3L, activity.GetTagItem("kerascompat.batch_size"));
        Assert.Equal(ActivityStatusCode.Unset, activity.Status);
    }

    [Fact]
    public void A_call_that_fails_is_measured_with_its_error()
    {
        var errors = new ConcurrentQueue<object?>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, meters) =>
        {
            if (instrument is { Meter.Name: "KerasCompat", Name: "kerascompat.call.duration" })
            {
                meters.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            var values = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
            if (Equals(values["kerascompat.signature"], "observed_failure"))
            {
                errors.Enqueue(values.GetValueOrDefault("error.type"));
            }
        });
        listener.Start();

        Call("observed_failure", rows: 1);
        Assert.Throws<ModelCallException>(() => Call("observed_failure", rows: 3, otherRows: 2));

        Assert.Equal([null, typeof(ModelCallException).FullName], errors);
    }

    private static void Call(string signature, int rows, int? otherRows = null)
    {
        using OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Add(signature)).Load();
        using ModelCall call = engine.Prepare(signature, ["x", "y"], ["sum"]).Rent();
        OnnxCallTests.Write(call, 0, [rows, 2], new float[rows * 2]);
        OnnxCallTests.Write(call, 1, [otherRows ?? rows, 2], new float[(otherRows ?? rows) * 2]);
        call.Run(TestContext.Current.CancellationToken);
    }
}
