using KerasCompat.Cli.Tensors;

namespace KerasCompat.Cli.Verification;

/// <summary>A call that TensorFlow made, and what came back.</summary>
/// <param name="Name">The name of the case.</param>
/// <param name="Signature">The signature that was called.</param>
/// <param name="Inputs">What was given.</param>
/// <param name="Outputs">What came back.</param>
internal sealed record RecordedCall(string Name, string Signature, IReadOnlyList<NamedTensor> Inputs, IReadOnlyList<NamedTensor> Outputs);
