namespace KerasCompat.Onnx.Graph;

/// <summary>Which TensorFlow ops change something that outlives the call.</summary>
internal static class SideEffects
{
    /// <summary>The ops that change a part of a TensorFlow 1 variable; each has a counterpart on handles.</summary>
    public static IReadOnlyList<string> ScattersIntoReferences { get; } =
    [
        "ScatterUpdate", "ScatterAdd", "ScatterSub", "ScatterMul", "ScatterDiv", "ScatterMin", "ScatterMax",
        "ScatterNdUpdate", "ScatterNdAdd", "ScatterNdSub", "ScatterNdMin", "ScatterNdMax",
    ];

    /// <summary>What the names of ops that change state begin with.</summary>
    private static readonly string[] Families =
    [
        "Assign", "Apply", "SparseApply", "ResourceApply", "ResourceSparseApply", "ResourceScatter", "ResourceStridedSliceAssign",
        "InitializeTable", "LookupTableImport", "LookupTableInsert", "LookupTableRemove", "Rng", "StatefulUniform", "StatefulStandardNormal", "StatefulTruncatedNormal", "ResourceAccumulator", "Queue", "StackPush", "StackPop",
        "DestroyTemporaryVariable", "SaveV2", "SaveSlices", "MergeV2Checkpoints",
    ];

    /// <summary>Others. <c>ScatterNd</c> changes nothing, so that family is not named by what it begins with.</summary>
    private static readonly HashSet<string> Ops = new(
        [.. ScattersIntoReferences, "StridedSliceAssign", "CountUpTo", "ResourceCountUpTo", "Save", "WriteFile", "SimpleMLLoadModelFromPathWithHandle"], StringComparer.Ordinal);

    /// <summary>Ops that only watch or order others: a program without them computes the same.</summary>
    private static readonly HashSet<string> Watchers = new(StringComparer.Ordinal)
    {
        "NoOp", "Assert", "Print", "PrintV2", "CheckNumerics", "TensorSummary", "ScalarSummary", "HistogramSummary", "ImageSummary",
        "AudioSummary", "AudioSummaryV2", "MergeSummary",
    };

    /// <summary>The ops that only watch.</summary>
    public static IReadOnlyCollection<string> WatcherOps => Watchers;

    /// <summary>Whether a node changes state, itself or in a function that it calls.</summary>
    public static bool Has(TfNode node) => node.CallsEffects || Has(node.Op);

    /// <summary>Whether an op changes state.</summary>
    public static bool Has(string op)
    {
        foreach (string family in Families)
        {
            if (op.StartsWith(family, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return Ops.Contains(op);
    }

    /// <summary>Whether a node reads or changes state, so that it has its place among others that do.</summary>
    public static bool Touches(TfNode node) =>
        Has(node) || node.Op.StartsWith("LookupTable", StringComparison.Ordinal) || node.InputList.Exists(input => input.Node is not null && input.DType == Contracts.DType.Resource);

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
