namespace KerasCompat.OnnxRuntime.Native;

/// <summary>How runs of a session are made, and how one is stopped.</summary>
internal sealed unsafe class OrtRunOptions : OrtHandle
{
    private volatile bool _terminate;

    /// <summary>ONNX Runtime's defaults.</summary>
    public OrtRunOptions()
    {
        nint options;
        OrtStatus.Check(OrtApi.CreateRunOptions(&options));
        SetHandle(options);
    }

    /// <summary>Whether runs with these options are to stop. May be set while one is going on.</summary>
    public bool Terminate
    {
        get => _terminate;
        set
        {
            _terminate = value;
            OrtStatus.Check(value ? OrtApi.RunOptionsSetTerminate(handle) : OrtApi.RunOptionsUnsetTerminate(handle));
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OrtApi.ReleaseRunOptions(handle);
        return true;
    }
}
