using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.OnnxRuntime.Native;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Sessions;

/// <summary>
/// The memory with which one thread at a time calls an ONNX model: input buffers, and bindings for the sets of input shapes that were
/// seen last.
/// </summary>
internal sealed class OnnxBinding : IDisposable
{
    // Callers alternate between few batch sizes; each set of shapes holds the memory of its outputs.
    private const int MaxShapes = 4;

    private readonly OnnxSession _session;
    private readonly BoundInput[] _inputs;
    private readonly List<ShapeBinding> _shapes = new(MaxShapes);
    private readonly OrtRunOptions _options = new();
    private readonly Action<object?> _terminate;
    private ShapeBinding? _current;
    private bool _shapesChanged = true;

    internal OnnxBinding(OnnxSession session)
    {
        _session = session;
        _inputs = Array.ConvertAll(session.InputTypes, dtype => new BoundInput(dtype));
        _terminate = static options => ((OrtRunOptions)options!).Terminate = true;
    }

    /// <summary>An input.</summary>
    /// <param name="index">Its position.</param>
    public BoundInput Input(int index) => _inputs[index];

    /// <summary>Makes room for a fixed-size input.</summary>
    /// <param name="index">Its position.</param>
    /// <param name="shape">The shape of its tensor.</param>
    /// <returns>Its elements, to be filled.</returns>
    public Span<byte> WriteInput(int index, scoped ReadOnlySpan<nint> shape)
    {
        BoundInput input = _inputs[index];
        if (!input.HasShape(shape))
        {
            Reshape(input, shape);
        }

        return input.Bytes;
    }

    /// <summary>Makes room for a string input.</summary>
    /// <param name="index">Its position.</param>
    /// <param name="shape">The shape of its tensor.</param>
    /// <returns>Its elements, to be filled.</returns>
    public Span<ReadOnlyMemory<byte>> WriteStringInput(int index, scoped ReadOnlySpan<nint> shape)
    {
        BoundInput input = _inputs[index];
        if (!input.HasShape(shape))
        {
            Reshape(input, shape);
        }

        return input.Strings;
    }

    /// <summary>Runs the model.</summary>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="OrtException">The model failed.</exception>
    /// <exception cref="ProgramException">The model cannot be run on empty inputs.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        if (_shapesChanged || _current is null)
        {
            _current = BindingForShapes();
            _shapesChanged = false;
        }

        if (cancellationToken.CanBeCanceled)
        {
            RunCancellable(_current, cancellationToken);
        }
        else
        {
            _current.Run(_options, _inputs);
        }
    }

    /// <summary>An output of the last run.</summary>
    /// <param name="index">Its position.</param>
    public BoundOutput Output(int index) =>
        (_current ?? throw new InvalidOperationException("The call has not run yet.")).Output(index);

    /// <summary>Drops references to the caller's objects before the binding is kept for reuse.</summary>
    public void Forget()
    {
        foreach (BoundInput input in _inputs)
        {
            if (input.DType == DType.String)
            {
                input.ForgetStrings();
            }
        }
    }

    public void Dispose()
    {
        Unbind();
        foreach (BoundInput input in _inputs)
        {
            input.Dispose();
        }

        _options.Dispose();
        _session.Release();
    }

    private void RunCancellable(ShapeBinding binding, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using (cancellationToken.UnsafeRegister(_terminate, _options))
            {
                binding.Run(_options, _inputs);
            }
        }
        catch (OrtException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _options.Terminate = false;
            }
        }
    }

    private void Reshape(BoundInput input, ReadOnlySpan<nint> shape)
    {
        _shapesChanged = true;
        if (input.Write(shape))
        {
            Unbind();
        }
    }

    private ShapeBinding BindingForShapes()
    {
        int found = _shapes.FindIndex(shape => shape.Matches(_inputs));
        ShapeBinding binding;
        if (found >= 0)
        {
            binding = _shapes[found];
            _shapes.RemoveAt(found);
        }
        else
        {
            RequireElements();
            binding = new ShapeBinding(_session, _inputs);
            if (_shapes.Count == MaxShapes)
            {
                _shapes[0].Dispose();
                _shapes.RemoveAt(0);
            }
        }

        // The one used last stands at the end; the first is the next to go.
        _shapes.Add(binding);
        return binding;
    }

    private void RequireElements()
    {
        if (_session.IsRecurrent && Array.Exists(_inputs, input => input.Count == 0))
        {
            throw new ProgramException("ONNX Runtime", new KernelException("an input is empty, which its LSTM, GRU and RNN do not take; leave out calls without a row"));
        }
    }

    private void Unbind()
    {
        foreach (ShapeBinding binding in _shapes)
        {
            binding.Dispose();
        }

        _shapes.Clear();
        _current = null;
    }
}
