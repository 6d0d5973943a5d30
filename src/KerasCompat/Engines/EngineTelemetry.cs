using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KerasCompat.Engines;

/// <summary>
/// What engines tell <see cref="System.Diagnostics"/>: an <see cref="ActivitySource"/> and a <see cref="Meter"/>, both called
/// <c>KerasCompat</c>. Costs two field reads per call when nobody listens.
/// </summary>
internal static class EngineTelemetry
{
    /// <summary>The name of the source and of the meter.</summary>
    public const string Name = "KerasCompat";

    private static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> CallDuration = Meter.CreateHistogram<double>(
        "kerascompat.call.duration", "s", "Duration of a call of a signature; error.type is set when it failed.");

    private static readonly Histogram<long> CallBatchSize = Meter.CreateHistogram<long>(
        "kerascompat.call.batch_size", "{row}", "First dimension of the first input of a call.");

    private static readonly Histogram<double> LoadDuration = Meter.CreateHistogram<double>(
        "kerascompat.model.load.duration", "s", "Time to open a model, or to make one of its signatures ready.");

    /// <summary>Whether anybody listens to calls.</summary>
    public static bool ObservesCalls => CallDuration.Enabled || CallBatchSize.Enabled || Activities.HasListeners();

    /// <summary>Begins the activity of a call; null when nobody listens.</summary>
    /// <param name="model">The model's folder.</param>
    /// <param name="signature">The key of the signature.</param>
    public static Activity? StartCall(string model, string signature)
    {
        Activity? activity = Activities.StartActivity("kerascompat.call", ActivityKind.Internal);
        activity?.SetTag("kerascompat.model", model).SetTag("kerascompat.signature", signature);
        return activity;
    }

    /// <summary>Records a call that has ended.</summary>
    /// <param name="activity">What <see cref="StartCall"/> gave.</param>
    /// <param name="model">The model's folder.</param>
    /// <param name="signature">The key of the signature.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="batchSize">The first dimension of its first input; negative where there is none.</param>
    /// <param name="error">Why it failed; null when it did not.</param>
    public static void EndCall(Activity? activity, string model, string signature, TimeSpan duration, long batchSize, Exception? error)
    {
        var tags = new TagList { { "kerascompat.model", model }, { "kerascompat.signature", signature } };
        if (batchSize >= 0)
        {
            CallBatchSize.Record(batchSize, tags);
            activity?.SetTag("kerascompat.batch_size", batchSize);
        }

        if (error is not null)
        {
            tags.Add("error.type", error.GetType().FullName);
            activity?.SetStatus(ActivityStatusCode.Error, error.Message);
        }

        CallDuration.Record(duration.TotalSeconds, tags);
        activity?.Dispose();
    }

    /// <summary>Records that a model was opened, or one of its signatures made ready.</summary>
    /// <param name="model">The model's folder.</param>
    /// <param name="signature">The key of the signature; null for the model itself.</param>
    /// <param name="duration">How long it took.</param>
    public static void Loaded(string model, string? signature, TimeSpan duration)
    {
        if (!LoadDuration.Enabled)
        {
            return;
        }

        var tags = new TagList { { "kerascompat.model", model } };
        if (signature is not null)
        {
            tags.Add("kerascompat.signature", signature);
        }

        LoadDuration.Record(duration.TotalSeconds, tags);
    }
}
