using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.OnnxRuntime.Sessions;

namespace KerasCompat.OnnxRuntime.Programs;

/// <summary>The memory of one running program: its slots, and what each step keeps from run to run. Used by one thread at a time.</summary>
internal sealed class ProgramFrame : IPooled
{
    private readonly KernelContext?[] _contexts;
    private readonly OnnxBinding?[] _bindings;

    /// <summary>Memory for a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="keepsTensors">
    /// Whether the tensors that steps write are kept for the next run. Only where every result is read before that: a signature's own
    /// program, not a loop's body, whose results live on in the next iteration.
    /// </param>
    public ProgramFrame(ProgramRunner program, bool keepsTensors)
    {
        Program = program;
        KeepsTensors = keepsTensors;
        Slots = new HostTensor?[program.SlotCount];
        _contexts = new KernelContext?[program.Steps.Length];
        _bindings = new OnnxBinding?[program.Steps.Length];
        for (int i = 0; i < program.Steps.Length; i++)
        {
            switch (program.Steps[i])
            {
                case KernelCall kernel:
                    _contexts[i] = new KernelContext(this, kernel);
                    break;
                case OnnxCall onnx:
                    _bindings[i] = onnx.Session.Bind();
                    break;
            }
        }

        program.SetConstants(Slots);
    }

    /// <summary>The program.</summary>
    public ProgramRunner Program { get; }

    /// <summary>Whether the tensors that steps write are kept for the next run.</summary>
    public bool KeepsTensors { get; }

    /// <summary>The values of the slots.</summary>
    public HostTensor?[] Slots { get; }

    /// <summary>Stops the run.</summary>
    public CancellationToken CancellationToken { get; private set; }

    /// <summary>Runs the program on the inputs in their slots.</summary>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="ProgramException">A step failed.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        CancellationToken = cancellationToken;
        CompiledStep[] steps = Program.Steps;
        for (int i = 0; i < steps.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                RunStep(i, steps[i]);
            }
            catch (Exception e) when (e is not (ProgramException or OperationCanceledException or OutOfMemoryException))
            {
                throw new ProgramException(steps[i].Place, e, steps[i].Inputs.Select(slot => Slots[slot]));
            }
        }
    }

    /// <summary>Drops every tensor that is not kept, so that an idle frame holds nothing of its last run.</summary>
    public void Forget()
    {
        Array.Clear(Slots);
        Program.SetConstants(Slots);
        foreach (OnnxBinding? binding in _bindings)
        {
            binding?.Forget();
        }
    }

    /// <inheritdoc/>
    public void Free()
    {
        foreach (OnnxBinding? binding in _bindings)
        {
            binding?.Dispose();
        }
    }

    private void RunStep(int index, CompiledStep step)
    {
        switch (step)
        {
            case KernelCall kernel:
                kernel.Kernel(_contexts[index]!);
                break;
            case OnnxCall onnx:
                RunOnnx(onnx, _bindings[index]!);
                break;
        }
    }

    private void RunOnnx(OnnxCall call, OnnxBinding binding)
    {
        for (int i = 0; i < call.Inputs.Length; i++)
        {
            HostTensor input = Slots[call.Inputs[i]]!;
            if (input.IsString)
            {
                input.Strings.CopyTo(binding.WriteStringInput(i, input.Shape));
            }
            else
            {
                input.Bytes.CopyTo(binding.WriteInput(i, input.Shape));
            }
        }

        binding.Run(CancellationToken);
        for (int i = 0; i < call.Outputs.Length; i++)
        {
            if (call.Outputs[i] >= 0)
            {
                Slots[call.Outputs[i]] = Take(binding.Output(i), call.Session.OutputTypes[i]);
            }
        }
    }

    private HostTensor Take(BoundOutput output, DType dtype)
    {
        if (dtype == DType.String)
        {
            return HostTensor.FromStrings(output.Shape, output.Strings);
        }

        if (KeepsTensors)
        {
            return output.View;
        }

        HostTensor copy = HostTensor.Allocate(dtype, output.Shape);
        output.Bytes.CopyTo(copy.Bytes);
        return copy;
    }
}
