namespace KerasCompat.OnnxRuntime.Tests.Batching;

/// <summary>Holds runs back until the test lets them through.</summary>
internal sealed class Gate : IDisposable
{
    private readonly SemaphoreSlim _isReached = new(0);
    private readonly SemaphoreSlim _mayPass = new(0);

    /// <summary>A run waits here.</summary>
    public void Pass()
    {
        _isReached.Release();
        _mayPass.Wait();
    }

    /// <summary>The next run has come to the gate.</summary>
    public Task IsReached() => _isReached.WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>Lets some runs through, those that are still to come included.</summary>
    public void Open(int runs) => _mayPass.Release(runs);

    public void Dispose()
    {
        _isReached.Dispose();
        _mayPass.Dispose();
    }
}
