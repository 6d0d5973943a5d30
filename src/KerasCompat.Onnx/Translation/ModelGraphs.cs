using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Passes;
using KerasCompat.Onnx.Variables;

namespace KerasCompat.Onnx.Translation;

/// <summary>The graphs and variables of one model, as all its signatures share them.</summary>
internal sealed class ModelGraphs(GraphImporter importer, ModelVariables variables)
{
    public ModelVariables Variables { get; } = variables;

    /// <summary>A function's body, prepared like a signature's graph.</summary>
    public TfGraph Function(string name)
    {
        TfGraph graph = importer.ImportFunction(name);
        GraphPasses.Run(graph);
        return graph;
    }
}
