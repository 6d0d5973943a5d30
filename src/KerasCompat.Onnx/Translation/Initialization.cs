using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Variables;
using KerasCompat.SavedModel.Graph;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Translation;

/// <summary>
/// What must have run before the first call: the model's init op (tensorflow/python/saved_model/constants.py: <c>__saved_model_init_op</c>,
/// <c>saved_model_main_op</c>, <c>legacy_init_op</c>), which is fed the paths of its assets, and the tables that the checkpoint holds.
/// </summary>
internal sealed class Initialization(SavedModelGraph model, GraphImporter importer, RestorePlan plan, ModelVariables variables)
{
    /// <summary>The names of the model's asset files.</summary>
    public IReadOnlyList<string> Assets { get; } = [.. model.MetaGraph.AssetFileDef.Select(asset => asset.Filename)];

    /// <summary>The graph; where it has feeds, they are the paths of <see cref="Assets"/>.</summary>
    public TfGraph Graph()
    {
        TfGraph? graph = ImportInitOp(model.MetaGraph, importer);
        List<TfNode> effects = [.. graph?.Effects ?? []];
        foreach ((TfNode import, VariableSource keys, VariableSource values) in plan.Tables)
        {
            if (variables.ReadSource(keys) is { } keyTensor && variables.ReadSource(values) is { } valueTensor)
            {
                var node = new TfNode(import.Name, import.Op, import.Attributes);
                node.InputList.Add(import.InputList[0]);
                node.InputList.Add(ConstantNode.Of(import.Name + "/keys", keyTensor));
                node.InputList.Add(ConstantNode.Of(import.Name + "/values", valueTensor));
                effects.Add(node);
            }
        }

        return new TfGraph("initialization", graph?.Feeds ?? [], [], effects);
    }

    /// <summary>The graph of the model's init op, with the paths of its assets as feeds; null where it has none.</summary>
    /// <exception cref="ModelFormatException">The graph is damaged.</exception>
    public static TfGraph? ImportInitOp(MetaGraphDef meta, GraphImporter importer) => InitOp(meta) is { } init
        ? importer.Import("initialization", [.. meta.AssetFileDef.Select(a => new GraphImporter.Feed(a.TensorName, DType.String))], [], [init])
        : null;

    private static string? InitOp(MetaGraphDef meta)
    {
        if (meta.SignatureOutputs.TryGetValue("__saved_model_init_op", out List<string>? outputs) && outputs is [{ Length: > 0 } name, ..])
        {
            return TensorName.Parse(name).Node;
        }

        foreach (string collection in (string[])["saved_model_main_op", "legacy_init_op"])
        {
            if (meta.CollectionDef.TryGetValue(collection, out List<string>? nodes) && nodes is [{ Length: > 0 } op, ..])
            {
                return TensorName.Parse(op).Node;
            }
        }

        return null;
    }
}
