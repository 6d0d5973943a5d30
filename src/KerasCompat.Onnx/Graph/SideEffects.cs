namespace KerasCompat.Onnx.Graph;

/// <summary>Which TensorFlow ops change something that outlives the call.</summary>
internal static class SideEffects
{
    private static readonly HashSet<string> Ops = new(StringComparer.Ordinal)
    {
        "Assign", "AssignAdd", "AssignSub", "AssignVariableOp", "AssignAddVariableOp", "AssignSubVariableOp",
        "ScatterUpdate", "ScatterAdd", "ScatterSub", "ScatterNdUpdate",
        "ResourceScatterUpdate", "ResourceScatterAdd", "ResourceScatterSub", "ResourceScatterMul", "ResourceScatterDiv", "ResourceScatterMin",
        "ResourceScatterMax", "ResourceScatterNdUpdate", "ResourceScatterNdAdd", "ResourceStridedSliceAssign", "StridedSliceAssign",
        "InitializeTable", "InitializeTableV2", "InitializeTableFromTextFile", "InitializeTableFromTextFileV2",
        "RngReadAndSkip", "RngSkip", "LookupTableImport", "LookupTableImportV2", "LookupTableInsert", "LookupTableInsertV2", "LookupTableRemoveV2",
    };

    /// <summary>Ops that only watch or order others: a program without them computes the same.</summary>
    private static readonly HashSet<string> Watchers = new(StringComparer.Ordinal)
    {
        "NoOp", "Assert", "Print", "PrintV2", "CheckNumerics", "TensorSummary", "ScalarSummary", "HistogramSummary", "ImageSummary",
    };

    /// <summary>The ops that only watch.</summary>
    public static IReadOnlyCollection<string> WatcherOps => Watchers;

    public static bool Has(TfNode node) => Ops.Contains(node.Op);

    public static bool IsWatcher(TfNode node) => Watchers.Contains(node.Op);

    /// <summary>The effects that lie before some nodes, also those that only control edges lead to, in the order in which they run.</summary>
    public static IReadOnlyList<TfNode> Before(IEnumerable<TfNode> roots)
    {
        var effects = new List<TfNode>();
        var seen = new HashSet<TfNode>(ReferenceEqualityComparer.Instance);
        var stack = new Stack<TfNode>(roots);
        while (stack.TryPop(out TfNode? node))
        {
            if (!seen.Add(node))
            {
                continue;
            }

            if (Has(node))
            {
                effects.Add(node);
            }

            foreach (TfOutput input in node.InputList)
            {
                stack.Push(input.Node);
            }

            foreach (TfNode before in node.ControlInputs)
            {
                stack.Push(before);
            }
        }

        effects.Reverse();
        return effects;
    }
}
