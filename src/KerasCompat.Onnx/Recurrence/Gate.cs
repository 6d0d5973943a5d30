namespace KerasCompat.Onnx.Recurrence;

/// <summary>What a gate of a cell is computed from.</summary>
/// <param name="Input">The weights of the cell's input.</param>
/// <param name="State">The weights of its hidden state.</param>
/// <param name="InputBiases">Biases to be added.</param>
/// <param name="StateBiases">Biases that belong to the state's product alone (a GRU that resets after it).</param>
internal sealed record Gate(Block Input, Block State, IReadOnlyList<Block> InputBiases, IReadOnlyList<Block> StateBiases);
