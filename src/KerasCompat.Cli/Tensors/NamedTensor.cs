using KerasCompat.Engines;

namespace KerasCompat.Cli.Tensors;

/// <summary>A tensor of a call.</summary>
/// <param name="Name">The key of the input or output.</param>
/// <param name="Value">Its value.</param>
internal sealed record NamedTensor(string Name, ModelTensor Value);
