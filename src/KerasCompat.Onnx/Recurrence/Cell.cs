using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Recurrence;

/// <summary>A recurrent cell found in the body of a loop.</summary>
/// <param name="OpType">The ONNX operator.</param>
/// <param name="Input">What it reads in each iteration.</param>
/// <param name="Output">Its new hidden state.</param>
/// <param name="Hidden">The loop's variable that holds the hidden state.</param>
/// <param name="Memory">The loop's variable that holds the state of an LSTM's cell; -1 for other cells.</param>
/// <param name="Gates">Its gates in ONNX' order.</param>
/// <param name="Activations">Its activations in ONNX' order.</param>
/// <param name="ResetsAfter">Whether a GRU applies its reset gate after the product with the state.</param>
internal sealed record Cell(
    string OpType,
    TfOutput Input,
    TfOutput Output,
    int Hidden,
    int Memory,
    IReadOnlyList<Gate> Gates,
    IReadOnlyList<Activation> Activations,
    bool ResetsAfter = false)
{
    public long Units => Gates[0].Input.Columns;
}
