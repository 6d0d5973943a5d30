using KerasCompat.Contracts;

namespace KerasCompat.Engines;

/// <summary>Calls signatures by name, for callers without a generated client.</summary>
public static class ModelEngineExtensions
{
    /// <summary>Calls a signature with named tensors.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="signatureKey">The key of the signature, for example <c>serving_default</c>.</param>
    /// <param name="inputs">The tensor of each input, by its key. Inputs with a default may be left out.</param>
    /// <param name="cancellationToken">Stops the call where the engine can.</param>
    /// <returns>Every output of the signature, by its key.</returns>
    /// <exception cref="ModelArgumentException">The signature has no such input, an input is missing, or a tensor does not fit it.</exception>
    /// <exception cref="KerasCompatException">The model has no such signature, the engine cannot run it, or the call failed.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static IReadOnlyDictionary<string, ModelTensor> Run(
        this IModelEngine engine,
        string signatureKey,
        IReadOnlyDictionary<string, ModelTensor> inputs,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(inputs);
        SignatureContract signature = engine.Contract.FindSignature(signatureKey)
            ?? throw new ModelArgumentException(
                $"The model has no signature '{signatureKey}'; it has {string.Join(", ", engine.Contract.Signatures.Select(s => $"'{s.Key}'"))}.",
                nameof(signatureKey));
        string[] inputKeys = [.. inputs.Keys];
        string[] outputKeys = [.. signature.Outputs.Select(output => output.Key)];
        using ModelCall call = engine.Prepare(signatureKey, inputKeys, outputKeys).Rent();
        for (int i = 0; i < inputKeys.Length; i++)
        {
            Write(call, i, inputs[inputKeys[i]]);
        }

        call.Run(cancellationToken);
        var outputs = new Dictionary<string, ModelTensor>(outputKeys.Length);
        for (int i = 0; i < outputKeys.Length; i++)
        {
            outputs.Add(outputKeys[i], Read(call, i, signature.Outputs[i].DType));
        }

        return outputs;
    }

    private static void Write(ModelCall call, int index, ModelTensor tensor)
    {
        if (tensor.DType == DType.String)
        {
            tensor.Strings.CopyTo(call.WriteStringInput(index, tensor.Shape));
        }
        else
        {
            tensor.Bytes.Span.CopyTo(call.WriteInput(index, tensor.DType, tensor.Shape));
        }
    }

    private static ModelTensor Read(ModelCall call, int index, DType dtype) => dtype == DType.String
        ? ModelTensor.FromStrings(call.OutputShape(index), StringElements.Copy(call.ReadStringOutput(index)))
        : ModelTensor.FromBytes(dtype, call.OutputShape(index), call.ReadOutput(index, dtype).ToArray());
}
