using KerasCompat.Cli.Tensors;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Benchmarking;

/// <summary>Calls a signature as a generated client does: rents a call, writes inputs, runs, reads outputs where they lie.</summary>
/// <param name="engine">The engine; not owned.</param>
/// <param name="signature">The signature.</param>
/// <param name="inputs">The inputs.</param>
internal sealed class EngineTarget(IModelEngine engine, SignatureContract signature, IReadOnlyList<NamedTensor> inputs) : IBenchTarget
{
    private readonly SignatureRunner _runner = engine.Prepare(
        signature.Key,
        [.. inputs.Select(i => i.Name)],
        [.. signature.Outputs.Select(o => o.Key)]);

    /// <inheritdoc/>
    public Action Prepare() => Call;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Call()
    {
        using ModelCall call = _runner.Rent();
        for (int i = 0; i < inputs.Count; i++)
        {
            ModelTensor input = inputs[i].Value;
            if (input.DType == DType.String)
            {
                input.Strings.CopyTo(call.WriteStringInput(i, input.Shape));
            }
            else
            {
                input.Bytes.Span.CopyTo(call.WriteInput(i, input.DType, input.Shape));
            }
        }

        call.Run();
        for (int i = 0; i < signature.Outputs.Count; i++)
        {
            DType dtype = signature.Outputs[i].DType;
            if (dtype == DType.String)
            {
                call.ReadStringOutput(i);
            }
            else
            {
                call.ReadOutput(i, dtype);
            }
        }
    }
}
