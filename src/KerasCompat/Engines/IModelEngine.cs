using KerasCompat.Contracts;

namespace KerasCompat.Engines;

/// <summary>
/// Runs the signatures of one loaded model: (signature, named tensors) -> named tensors. Implemented by KerasCompat.OnnxRuntime
/// (in process) and others; callers normally use a generated client instead.
/// </summary>
/// <remarks>Thread-safe: any number of threads may prepare signatures and make calls at once. Disposal waits for no one; calls after it fail.</remarks>
public interface IModelEngine : IDisposable
{
    /// <summary>What the loaded model itself promises, read from the model and not from the client that calls it.</summary>
    ModelContract Contract { get; }

    /// <summary>Makes a signature ready to be called with its tensors at fixed positions.</summary>
    /// <param name="signatureKey">The key of the signature, for example <c>serving_default</c>.</param>
    /// <param name="inputKeys">The keys of the inputs that will be given, in the caller's order. Inputs with a default may be left out.</param>
    /// <param name="outputKeys">The keys of the outputs that are wanted, in the caller's order.</param>
    /// <exception cref="KerasCompatException">The model has no such signature, input or output, or the engine cannot run it.</exception>
    SignatureRunner Prepare(string signatureKey, IReadOnlyList<string> inputKeys, IReadOnlyList<string> outputKeys);
}
