namespace KerasCompat.LoadBenchmarks;

/// <summary>A model that can be loaded and called.</summary>
internal interface ILoadTarget : IDisposable
{
    /// <summary>Loads the model; after it the first call can be made.</summary>
    void Load();

    /// <summary>Makes a call: writes the inputs, runs, reads the outputs.</summary>
    void Call();
}
