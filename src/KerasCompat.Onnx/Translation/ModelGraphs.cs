using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Variables;

namespace KerasCompat.Onnx.Translation;

/// <summary>The graphs and variables of one model, as all its signatures share them.</summary>
internal sealed class ModelGraphs(FunctionBodies bodies, ModelVariables variables)
{
    /// <summary>Whether loops that are recurrent layers become ONNX' recurrent operators; if not, they stay loops.</summary>
    public bool RecognisesRecurrence { get; set; } = true;

    public ModelVariables Variables { get; } = variables;

    /// <summary>The bodies of a loop or branch, each with nodes of its own; none for other ops.</summary>
    public IReadOnlyList<TfGraph> Bodies(TfNode node) => bodies.Of(node);
}
