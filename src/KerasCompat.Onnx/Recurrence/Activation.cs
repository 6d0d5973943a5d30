using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Recurrence;

/// <summary>An activation as ONNX' recurrent operators name it, and what it is applied to.</summary>
/// <param name="Name">Its ONNX name.</param>
/// <param name="Alpha">Its parameter alpha; null where it has none.</param>
/// <param name="Beta">Its parameter beta; null where it has none.</param>
/// <param name="Input">What it is applied to.</param>
internal sealed record Activation(string Name, float? Alpha, float? Beta, TfOutput Input)
{
    public bool IsSame(Activation other) => Name == other.Name && Alpha == other.Alpha && Beta == other.Beta;
}
