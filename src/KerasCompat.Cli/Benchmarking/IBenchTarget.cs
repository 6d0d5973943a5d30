namespace KerasCompat.Cli.Benchmarking;

/// <summary>Something that can be called again and again on the same inputs.</summary>
internal interface IBenchTarget : IDisposable
{
    /// <summary>Makes what one thread needs for its calls.</summary>
    /// <returns>Makes one call: writes the inputs, runs, reads the outputs.</returns>
    Action Prepare();
}
