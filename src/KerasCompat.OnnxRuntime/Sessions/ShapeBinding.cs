using System.Diagnostics;
using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.OnnxRuntime.Native;

namespace KerasCompat.OnnxRuntime.Sessions;

/// <summary>
/// The inputs of a binding, bound for one set of input shapes; after its first run also the outputs, which from then on are written in
/// place. Runs with these shapes make and allocate nothing.
/// </summary>
internal sealed class ShapeBinding : IDisposable
{
    // One may be interrupted, and the first find nothing in the processor's caches.
    private const int RunsToTime = 8;

    private readonly OnnxSession _session;

    // By the number of the session; there always is the first.
    private readonly OrtBinding?[] _bindings;
    private readonly nint[][] _shapes;
    private readonly int[] _strings;
    private readonly OrtValue?[] _inputs;
    private readonly BoundOutput?[] _outputs;
    private bool _outputsBound;
    private int _runsToTime = RunsToTime;

    /// <summary>Binds the inputs as they are now.</summary>
    /// <param name="session">The session.</param>
    /// <param name="inputs">The inputs, written.</param>
    public ShapeBinding(OnnxSession session, BoundInput[] inputs)
    {
        _session = session;
        _bindings = new OrtBinding?[session.Copies.Most];
        _bindings[0] = new OrtBinding(session.Copies.First.Session);
        _inputs = new OrtValue?[inputs.Length];
        _outputs = new BoundOutput?[session.OutputNames.Length];
        _shapes = Array.ConvertAll(inputs, input => input.Shape.ToArray());
        var strings = new List<int>();
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].DType == DType.String)
            {
                strings.Add(i);
            }
            else
            {
                long[] shape = Array.ConvertAll(inputs[i].Shape.ToArray(), dimension => (long)dimension);
                BindInput(First, i, OrtValue.Over((int)inputs[i].DType.ToOnnx(), shape, inputs[i].Pointer, inputs[i].ByteCount));
            }
        }

        _strings = [.. strings];
        LetRuntimeAllocateOutputs();
    }

    /// <summary>Whether this binding is for the shapes that the inputs have now.</summary>
    /// <param name="inputs">The inputs, written.</param>
    public bool Matches(BoundInput[] inputs)
    {
        for (int i = 0; i < _shapes.Length; i++)
        {
            if (!inputs[i].HasShape(_shapes[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>An output of the last run.</summary>
    /// <param name="index">Its position.</param>
    public BoundOutput Output(int index) => _outputs[index] ?? throw new InvalidOperationException("The call has not run yet.");

    /// <summary>Runs the model on the inputs.</summary>
    /// <param name="options">The options of the run.</param>
    /// <param name="inputs">The inputs, written with the shapes of this binding.</param>
    /// <exception cref="OrtException">The model failed.</exception>
    public void Run(OrtRunOptions options, BoundInput[] inputs)
    {
        if (!_outputsBound)
        {
            RunFirst(options, inputs);
            TakeOutputs();
            return;
        }

        SessionCopy copy = _session.Copies.Nearest();
        OrtBinding binding = _bindings[copy.Index] ?? BindTo(copy);
        BindStrings(binding, inputs);
        long start = _runsToTime > 0 ? Stopwatch.GetTimestamp() : 0;
        try
        {
            copy.Session.Run(options, binding);
        }
        catch (OrtException) when (!options.Terminate)
        {
            // Either the model cannot take these values, or an output wanted another shape than it had in the run before. Running once more
            // with outputs of any shape tells the two apart: the first fails again, with its own message.
            LetRuntimeAllocateOutputs();
            RunFirst(options, inputs);
            _session.OutputShapesVary = true;
            TakeOutputs();
            return;
        }

        if (_runsToTime > 0)
        {
            _runsToTime--;
            _session.Copies.Took(Stopwatch.GetElapsedTime(start));
        }

        foreach (BoundOutput? output in _outputs)
        {
            output!.Renew();
        }
    }

    public void Dispose()
    {
        foreach (OrtBinding? binding in _bindings)
        {
            binding?.Dispose();
        }

        foreach (OrtValue? input in _inputs)
        {
            input?.Dispose();
        }

        DisposeOutputs();
    }

    private OrtBinding First => _bindings[0]!;

    private void RunFirst(OrtRunOptions options, BoundInput[] inputs)
    {
        BindStrings(First, inputs);
        _session.Copies.First.Session.Run(options, First);
    }

    private OrtBinding BindTo(SessionCopy copy)
    {
        OrtBinding binding = new OrtBinding(copy.Session);
        for (int i = 0; i < _inputs.Length; i++)
        {
            if (_inputs[i] is { } input)
            {
                binding.BindInput(_session.InputNames[i], input);
            }
        }

        BindOutputs(binding);
        _bindings[copy.Index] = binding;
        return binding;
    }

    private void TakeOutputs()
    {
        DisposeOutputs();
        OrtValue[] values = First.TakeOutputs();
        for (int i = 0; i < _outputs.Length; i++)
        {
            _outputs[i] = new BoundOutput(values[i], _session.OutputTypes[i]);
        }

        if (_session.OutputShapesVary)
        {
            LetRuntimeAllocateOutputs();
            return;
        }

        BindOutputs(First);
        _outputsBound = true;
    }

    private void BindOutputs(OrtBinding binding)
    {
        for (int i = 0; i < _outputs.Length; i++)
        {
            binding.BindOutput(_session.OutputNames[i], _outputs[i]!.Value);
        }
    }

    private void LetRuntimeAllocateOutputs()
    {
        // The other sessions are bound anew, to the outputs that take the place of those of now.
        for (int i = 1; i < _bindings.Length; i++)
        {
            _bindings[i]?.Dispose();
            _bindings[i] = null;
        }

        First.ClearOutputs();
        foreach (string name in _session.OutputNames)
        {
            First.AllocateOutput(name);
        }

        _outputsBound = false;
    }

    private void BindInput(OrtBinding binding, int index, OrtValue value)
    {
        _inputs[index]?.Dispose();
        _inputs[index] = value;
        binding.BindInput(_session.InputNames[index], value);
    }

    // ONNX Runtime keeps strings as objects of its own, so they are handed over anew for each run.
    private void BindStrings(OrtBinding binding, BoundInput[] inputs)
    {
        foreach (int i in _strings)
        {
            long[] shape = Array.ConvertAll(inputs[i].Shape.ToArray(), dimension => (long)dimension);
            OrtValue value = OrtValue.OfStrings(shape);
            for (int element = 0; element < inputs[i].Count; element++)
            {
                value.SetString(element, inputs[i].Strings[element].Span);
            }

            BindInput(binding, i, value);
        }
    }

    private void DisposeOutputs()
    {
        foreach (BoundOutput? output in _outputs)
        {
            output?.Dispose();
        }
    }
}
