namespace KerasCompat.OnnxRuntime.Native;

/// <summary>A loaded ONNX model.</summary>
internal sealed unsafe class OrtSession : OrtHandle
{
    /// <summary>Loads a model.</summary>
    /// <param name="model">The bytes of its <c>ModelProto</c>; not needed any more afterwards.</param>
    /// <param name="options">How it is loaded.</param>
    /// <param name="prepacked">Weights that it shares with other sessions; null for none.</param>
    /// <exception cref="OrtException">ONNX Runtime refuses the model.</exception>
    public OrtSession(ReadOnlySpan<byte> model, OrtSessionOptions options, OrtPrepackedWeights? prepacked = null)
    {
        nint session;
        fixed (byte* bytes = model)
        {
            OrtStatus.Check(prepacked is null
                ? OrtApi.CreateSessionFromArray(OrtEnvironment.Pointer, bytes, (nuint)model.Length, options.Pointer, &session)
                : OrtApi.CreateSessionFromArrayWithPrepackedWeightsContainer(
                    OrtEnvironment.Pointer, bytes, (nuint)model.Length, options.Pointer, prepacked.Pointer, &session));
        }

        SetHandle(session);
    }

    /// <summary>Runs the model on what is bound.</summary>
    /// <param name="options">The options of the run.</param>
    /// <param name="binding">A binding of this session.</param>
    /// <exception cref="OrtException">The model failed, or the run was stopped.</exception>
    public void Run(OrtRunOptions options, OrtBinding binding) =>
        OrtStatus.Check(OrtApi.RunWithBinding(handle, options.Pointer, binding.Pointer));

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OrtApi.ReleaseSession(handle);
        return true;
    }
}
