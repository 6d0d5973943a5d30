using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime;

namespace KerasCompat.LoadBenchmarks;

/// <summary>A SavedModel on this library's engine.</summary>
/// <param name="folder">Its folder.</param>
/// <param name="job">How it is loaded and called.</param>
internal sealed class SavedModelTarget(string folder, Job job) : ILoadTarget
{
    private OnnxModelEngine? _engine;
    private SignatureContract? _signature;
    private ModelCall? _call;

    /// <inheritdoc/>
    public void Load()
    {
        _engine = OnnxModelEngine.Load(folder, new OnnxModelOptions { CacheFolder = job.CacheFolder, SpinWaiting = job.SpinWaiting });
        _signature = _engine.Contract.FindSignature("serving_default")!;
        string[] inputs = Array.ConvertAll(_signature.Inputs.ToArray(), input => input.Key);
        string[] outputs = Array.ConvertAll(_signature.Outputs.ToArray(), output => output.Key);
        _call = _engine.Prepare(_signature.Key, inputs, outputs).Rent();
    }

    /// <inheritdoc/>
    public void Call()
    {
        for (int i = 0; i < _signature!.Inputs.Count; i++)
        {
            TensorContract input = _signature.Inputs[i];
            nint[] shape = Array.ConvertAll(input.Shape.Dimensions.ToArray(), size => size < 0 ? job.Batch : (nint)size);
            _call!.WriteInput(i, input.DType, shape).Clear();
        }

        _call!.Run();
        for (int i = 0; i < _signature.Outputs.Count; i++)
        {
            _call.ReadOutput(i, _signature.Outputs[i].DType);
        }
    }

    public void Dispose()
    {
        _call?.Dispose();
        _engine?.Dispose();
    }
}
