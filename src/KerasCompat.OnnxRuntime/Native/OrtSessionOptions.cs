namespace KerasCompat.OnnxRuntime.Native;

/// <summary>What a session is made with. ONNX Runtime copies it when it makes one.</summary>
internal sealed unsafe class OrtSessionOptions : OrtHandle
{
    private const int Sequential = 0;
    private const int Parallel = 1;

    // Errors reach the caller as exceptions; ONNX Runtime's own log would write them to standard error a second time.
    private const int FatalSeverity = 4;

    /// <summary>ONNX Runtime's defaults, without its log.</summary>
    public OrtSessionOptions()
    {
        nint options;
        OrtStatus.Check(OrtApi.CreateSessionOptions(&options));
        SetHandle(options);
        OrtStatus.Check(OrtApi.SetSessionLogSeverityLevel(options, FatalSeverity));
    }

    /// <summary>How far the graph is optimised: ONNX Runtime's <c>GraphOptimizationLevel</c>.</summary>
    public OrtOptimizationLevel OptimizationLevel
    {
        init => OrtStatus.Check(OrtApi.SetSessionGraphOptimizationLevel(handle, (int)value));
    }

    /// <summary>Adds an entry of <c>onnxruntime_session_options_config_keys.h</c>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public void Add(string key, string value)
    {
        fixed (byte* keyText = OrtText.ZeroTerminated(key), valueText = OrtText.ZeroTerminated(value))
        {
            OrtStatus.Check(OrtApi.AddSessionConfigEntry(handle, keyText, valueText));
        }
    }

    /// <summary>Sets the numbers of threads, 0 for as many as there are processors.</summary>
    /// <param name="intraOp">Those that share the work of one op.</param>
    /// <param name="interOp">Those that run ops at the same time; ops run one after the other if there is only one.</param>
    public void SetThreads(int intraOp, int interOp)
    {
        OrtStatus.Check(OrtApi.SetIntraOpNumThreads(handle, intraOp));
        OrtStatus.Check(OrtApi.SetInterOpNumThreads(handle, interOp));
        OrtStatus.Check(OrtApi.SetSessionExecutionMode(handle, interOp > 1 ? Parallel : Sequential));
    }

    /// <summary>Has the session write its optimised graph.</summary>
    /// <param name="path">The file.</param>
    public void WriteOptimizedModelTo(string path)
    {
        fixed (byte* text = OrtText.Path(path))
        {
            OrtStatus.Check(OrtApi.SetOptimizedModelFilePath(handle, text));
        }
    }

    /// <summary>Gives the session an initializer. It must live as long as the session.</summary>
    /// <param name="name">Its name in the graph, where it lies in a file.</param>
    /// <param name="value">The tensor.</param>
    public void AddInitializer(string name, OrtValue value)
    {
        fixed (byte* text = OrtText.ZeroTerminated(name))
        {
            OrtStatus.Check(OrtApi.AddInitializer(handle, text, value.Pointer));
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OrtApi.ReleaseSessionOptions(handle);
        return true;
    }
}
