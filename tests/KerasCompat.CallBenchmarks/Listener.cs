namespace KerasCompat.CallBenchmarks;

/// <summary>Who listens to calls while they are measured.</summary>
public enum Listener
{
    /// <summary>Nobody.</summary>
    Nobody,

    /// <summary>A listener to the meter, as OpenTelemetry's metrics are.</summary>
    Meter,

    /// <summary>A listener to the activities, as OpenTelemetry's traces are.</summary>
    Activities,
}
