using KerasCompat.Onnx.Graph;
using KerasCompat.SavedModel.Graph;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Variables;

/// <summary>
/// What the model's own restore op would do with the checkpoint: which key goes into which variable or table. Read from the graph
/// (RestoreV2 -> Assign), so it holds for every version of TensorFlow and needs neither Keras nor the object graph.
/// </summary>
internal sealed class RestorePlan
{
    private readonly Dictionary<string, VariableSource> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<TfNode, string[]?> _strings = new(ReferenceEqualityComparer.Instance);
    private readonly List<(TfNode Import, VariableSource Keys, VariableSource Values)> _tables = [];

    private RestorePlan()
    {
    }

    /// <summary>LookupTableImport nodes and where their keys and values come from.</summary>
    public IReadOnlyList<(TfNode Import, VariableSource Keys, VariableSource Values)> Tables => _tables;

    public static RestorePlan Read(MetaGraphDef graph, GraphImporter importer)
    {
        var plan = new RestorePlan();
        if (graph.SaverDef is not { RestoreOpName.Length: > 0 } saver)
        {
            return plan;
        }

        GraphImporter.Feed[] feeds = saver.FilenameTensorName.Length == 0 ? [] : [new(saver.FilenameTensorName, Contracts.DType.String)];
        TfGraph restore = importer.Import(saver.RestoreOpName, feeds, [], [saver.RestoreOpName]);
        foreach (TfNode effect in restore.Effects)
        {
            plan.Add(effect);
        }

        return plan;
    }

    /// <summary>Where the variable of a VarHandleOp or VariableV2 node comes from; null when the checkpoint does not hold it.</summary>
    public VariableSource? Find(TfNode variable) => _variables.GetValueOrDefault(variable.Name);

    private void Add(TfNode effect)
    {
        switch (effect.Op)
        {
            case "AssignVariableOp" or "Assign" when effect.InputList.Count >= 2 && Restored(effect.InputList[1]) is { } source:
                _variables[Origin(effect.InputList[0]).Node.Name] = source;
                break;
            case "LookupTableImportV2" or "LookupTableImport" when effect.InputList.Count >= 3
                && Restored(effect.InputList[1]) is { } keys && Restored(effect.InputList[2]) is { } values:
                _tables.Add((effect, keys, values));
                break;
        }
    }

    /// <summary>The output behind identities.</summary>
    internal static TfOutput Origin(TfOutput output)
    {
        while (output.Node.Op is "Identity" or "IdentityN" or "StopGradient" or "Enter" or "RefIdentity" && output.Index < output.Node.InputList.Count)
        {
            output = output.Node.InputList[output.Index];
        }

        return output;
    }

    private VariableSource? Restored(TfOutput value)
    {
        TfOutput origin = Origin(value);
        if (origin.Node.Op != "RestoreV2" || origin.Node.InputList.Count < 3
            || Strings(origin.Node.InputList[1]) is not { } names || Strings(origin.Node.InputList[2]) is not { } slices
            || origin.Index >= names.Length || origin.Index >= slices.Length)
        {
            return null;
        }

        return new VariableSource(names[origin.Index], slices[origin.Index]);
    }

    /// <summary>The strings of a constant, decoded once: all variables are outputs of one op that reads one list of their keys.</summary>
    private string[]? Strings(TfOutput output)
    {
        TfNode node = Origin(output).Node;
        if (!_strings.TryGetValue(node, out string[]? strings))
        {
            strings = node.Op == "Const" && node.Attributes.Tensor("value") is ConstantTensor tensor
                ? [.. tensor.Strings.Select(s => System.Text.Encoding.UTF8.GetString(s.Span))]
                : null;
            _strings.Add(node, strings);
        }

        return strings;
    }
}
