using KerasCompat.Engines;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.State;

namespace KerasCompat.OnnxRuntime.Programs;

/// <summary>A program, ready to be run by any number of threads.</summary>
internal sealed class ProgramRunner
{
    private readonly string _name;
    private readonly SlotValue[] _constants;
    private readonly CallPool<ProgramFrame> _bodyFrames = new();

    /// <summary>A program whose steps are compiled.</summary>
    /// <param name="program">The program.</param>
    /// <param name="steps">Its steps, compiled.</param>
    /// <param name="resources">The variables and tables of the model.</param>
    public ProgramRunner(SignatureProgram program, CompiledStep[] steps, ResourceStore resources)
    {
        // The program itself is not kept: it holds the ONNX models, which are loaded now.
        _name = program.Name;
        SlotCount = program.SlotCount;
        Inputs = program.Inputs;
        Outputs = program.Outputs;
        _constants = [.. program.Constants.Select(constant => new SlotValue(constant.Slot, HostTensor.FromConstant(constant.Value)))];
        Steps = steps;
        Resources = resources;
        ChangesState = steps.OfType<KernelCall>().Any(step => SideEffects.Has(step.Node.Op) || step.Bodies.Any(body => body.ChangesState));
    }

    /// <summary>The steps.</summary>
    public CompiledStep[] Steps { get; }

    /// <summary>The variables and tables of the model.</summary>
    public ResourceStore Resources { get; }

    /// <summary>Whether managed kernels take part, which may use tables and variables that the model's initialisation fills.</summary>
    public bool RunsKernels => Array.Exists(Steps, step => step is KernelCall);

    /// <summary>Whether a run changes a variable or a table.</summary>
    public bool ChangesState { get; }

    /// <summary>How many slots a frame has.</summary>
    public int SlotCount { get; }

    /// <summary>The inputs.</summary>
    public IReadOnlyList<ProgramTensor> Inputs { get; }

    /// <summary>The outputs.</summary>
    public IReadOnlyList<ProgramTensor> Outputs { get; }

    /// <summary>Runs the program as the body of a function.</summary>
    /// <param name="arguments">Its arguments, in the order of its inputs.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>Its results, in the order of its outputs; later runs do not change them.</returns>
    /// <exception cref="ProgramException">A step failed.</exception>
    public HostTensor[] RunBody(ReadOnlySpan<HostTensor> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Length != Inputs.Count)
        {
            throw new InvalidOperationException($"function '{_name}' takes {Inputs.Count} arguments, got {arguments.Length}");
        }

        ProgramFrame frame = _bodyFrames.TryTake() ?? new ProgramFrame(this, keepsTensors: false);
        try
        {
            for (int i = 0; i < arguments.Length; i++)
            {
                frame.Slots[Inputs[i].Slot] = arguments[i];
            }

            frame.Run(cancellationToken);
            var results = new HostTensor[Outputs.Count];
            for (int i = 0; i < results.Length; i++)
            {
                results[i] = frame.Slots[Outputs[i].Slot]!;
            }

            return results;
        }
        finally
        {
            frame.Forget();
            _bodyFrames.Return(frame);
        }
    }

    /// <summary>Puts the constants into their slots.</summary>
    /// <param name="slots">The slots of a frame.</param>
    public void SetConstants(HostTensor?[] slots)
    {
        foreach ((int slot, HostTensor value) in _constants)
        {
            slots[slot] = value;
        }
    }

    /// <summary>Frees idle memory and lets go of the sessions; running frames let go of theirs when they end.</summary>
    public void Close()
    {
        _bodyFrames.Close();
        foreach (CompiledStep step in Steps)
        {
            switch (step)
            {
                case OnnxCall onnx:
                    onnx.Session.Release();
                    break;
                case KernelCall kernel:
                    Array.ForEach(kernel.Bodies, body => body.Close());
                    break;
            }
        }
    }
}
