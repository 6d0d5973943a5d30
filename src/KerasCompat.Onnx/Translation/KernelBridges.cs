using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;
using KerasCompat.SavedModel;

namespace KerasCompat.Onnx.Translation;

/// <summary>
/// Finds nodes that ONNX could run but that do no more than carry indices from kernels to kernels: a mask of words, a column of numbers of
/// rows, where each row ends. Kernels run them, too. An ONNX model for them alone would cost a call and copies of all that it reads and
/// writes, and whatever comes behind it would wait for everything else of its phase.
/// </summary>
internal static class KernelBridges
{
    /// <summary>A constant that a kernel reads is copied for it; weights are better left where they are.</summary>
    private const long MostElements = 1024;

    /// <summary>Ops that move elements, or choose among them, and compute nothing.</summary>
    private static readonly HashSet<string> Movements =
        ["Shape", "Size", "Rank", "Reshape", "ExpandDims", "Squeeze", "Slice", "StridedSlice", "GatherV2", "Pack", "Unpack", "ConcatV2", "SelectV2"];

    /// <summary>Ops that count and compare, of which indices and numbers of rows are made.</summary>
    private static readonly HashSet<string> Computations =
    [
        "Cast", "AddV2", "Add", "Sub", "Mul", "Maximum", "Minimum", "Greater", "GreaterEqual", "Less", "LessEqual", "Sum", "Prod", "Max", "Min",
        "Cumsum", "Bincount", "DenseBincount",
    ];

    /// <summary>Gives kernels the nodes between kernels.</summary>
    /// <param name="schedule">The nodes, each after those that it reads.</param>
    /// <param name="fetches">What is read of the graph in the end.</param>
    /// <param name="places">How each node is run; changed.</param>
    /// <param name="kernels">What kernels can run.</param>
    public static void Move(IReadOnlyList<TfNode> schedule, IEnumerable<TfOutput> fetches, Dictionary<TfNode, Placement> places, IKernelCatalog kernels)
    {
        if (!schedule.Any(node => places[node].Run == Run.Kernel))
        {
            return;
        }

        HashSet<TfNode> bridges = new(schedule.Where(node => places[node].Run == Run.Onnx && IsCandidate(node, kernels)), ReferenceEqualityComparer.Instance);
        ILookup<TfNode, TfNode> readers = schedule.SelectMany(reader => reader.InputList, (reader, input) => (input.Node, reader)).ToLookup(pair => pair.Node, pair => pair.reader);
        HashSet<TfNode> fetched = new(fetches.Select(fetch => fetch.Node), ReferenceEqualityComparer.Instance);
        var unsure = new Stack<TfNode>(bridges);
        while (unsure.TryPop(out TfNode? node))
        {
            if (bridges.Contains(node) && !(ComesFromKernels(node) && GoesToKernels(node)))
            {
                bridges.Remove(node);
                // It may be what made its neighbours bridges.
                foreach (TfNode neighbour in node.InputList.Select(input => input.Node).Concat(readers[node]).Where(bridges.Contains))
                {
                    unsure.Push(neighbour);
                }
            }
        }

        foreach (TfNode node in bridges)
        {
            places[node].Run = Run.Kernel;
        }

        bool ComesFromKernels(TfNode node) => node.InputList.TrueForAll(input => IsKernel(input.Node) || places[input.Node].Run == Run.Feed || IsSmall(input.Node));

        bool GoesToKernels(TfNode node) => readers[node].All(IsKernel) && (readers[node].Any() || (fetched.Contains(node) && node.InputList.Exists(input => IsKernel(input.Node))));

        bool IsKernel(TfNode node) => places[node].Run == Run.Kernel || bridges.Contains(node);
    }

    private static bool IsCandidate(TfNode node, IKernelCatalog kernels) =>
        (Movements.Contains(node.Op) || (Computations.Contains(node.Op) && node.InputList is [{ DType: DType.Int32 or DType.Int64 or DType.Bool }, ..]))
        && !node.OutputTypes.Contains(DType.Invalid) && kernels.CanRun(node);

    private static bool IsSmall(TfNode node) =>
        node.Op == "Const" && node.Attributes.Values.TryGetValue("value", out SavedModel.Protos.AttrValue? value)
        && value.Tensor is { Shape: { IsFullyKnown: true } shape } && TensorProtoUnpacking.ElementCount(shape) <= MostElements;
}
