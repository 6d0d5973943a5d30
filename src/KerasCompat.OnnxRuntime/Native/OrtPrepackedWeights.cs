namespace KerasCompat.OnnxRuntime.Native;

/// <summary>Weights as ONNX Runtime has arranged them for its kernels; sessions that are made with the same share them.</summary>
internal sealed unsafe class OrtPrepackedWeights : OrtHandle
{
    /// <summary>None yet.</summary>
    public OrtPrepackedWeights()
    {
        nint weights;
        OrtStatus.Check(OrtApi.CreatePrepackedWeightsContainer(&weights));
        SetHandle(weights);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OrtApi.ReleasePrepackedWeightsContainer(handle);
        return true;
    }
}
