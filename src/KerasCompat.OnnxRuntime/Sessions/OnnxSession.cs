using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Loading;
using KerasCompat.OnnxRuntime.Native;

namespace KerasCompat.OnnxRuntime.Sessions;

/// <summary>One ONNX model, loaded. Shared by any number of bindings; freed when its owner and the last binding have let go.</summary>
internal sealed class OnnxSession
{
    private readonly ReferenceCount _references;
    private volatile bool _outputShapesVary;

    /// <summary>Loads a model.</summary>
    /// <param name="load">Loads it into a session, which this object owns from then on; called once for each copy.</param>
    /// <param name="mostCopies">How many sessions the model may have; at least 1.</param>
    /// <param name="image">The model, whose inputs and outputs give the positions.</param>
    /// <param name="freed">Called after the sessions are freed: lets go of what they used.</param>
    public OnnxSession(Func<OrtSession> load, int mostCopies, OnnxImage image, Action freed)
    {
        _references = new ReferenceCount(() =>
        {
            Copies!.Free();
            freed();
        });
        Copies = new SessionCopies(load, mostCopies, _references);
        InputNames = Array.ConvertAll(image.Inputs, input => input.Name);
        InputTypes = Array.ConvertAll(image.Inputs, input => input.DType);
        OutputNames = Array.ConvertAll(image.Outputs, output => output.Name);
        OutputTypes = Array.ConvertAll(image.Outputs, output => output.DType);
        IsRecurrent = image.IsRecurrent;
    }

    /// <summary>The names of the inputs, in the order of their positions.</summary>
    public string[] InputNames { get; }

    /// <summary>The element types of the inputs.</summary>
    public DType[] InputTypes { get; }

    /// <summary>The names of the outputs, in the order of their positions.</summary>
    public string[] OutputNames { get; }

    /// <summary>The element types of the outputs.</summary>
    public DType[] OutputTypes { get; }

    /// <summary>
    /// Whether the model has one of ONNX's recurrent ops. ONNX Runtime's kernels of them end the whole process when a sequence or a batch is
    /// empty, so such a model must not be run on empty inputs.
    /// </summary>
    public bool IsRecurrent { get; }

    /// <summary>
    /// Whether an output has been seen whose shape depends on values and not only on the shapes of the inputs, so that outputs cannot be
    /// bound to memory before a run. Learnt from the first run where it happens.
    /// </summary>
    public bool OutputShapesVary
    {
        get => _outputShapesVary;
        set => _outputShapesVary = value;
    }

    /// <summary>The sessions that hold the model.</summary>
    public SessionCopies Copies { get; }

    /// <summary>A binding, which keeps the session alive until it is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The session is already freed.</exception>
    public OnnxBinding Bind()
    {
        ObjectDisposedException.ThrowIf(!_references.TryAdd(), this);
        Copies.Bound();
        return new OnnxBinding(this);
    }

    /// <summary>Lets go of the session; it is freed when the last binding is.</summary>
    public void Release() => _references.Release();
}
