using KerasCompat.Onnx.Protos;

namespace KerasCompat.OnnxRuntime.Layout;

/// <summary>Where the channels of a convolution's result go: which images have the same, and who else sees them.</summary>
internal sealed class ChannelFlow
{
    // The channels that are added hold zeros. What these ops make of them is a number, which the zero weights of the next convolution cancel.
    private static readonly HashSet<string> Activations =
        ["Relu", "Clip", "LeakyRelu", "Elu", "Selu", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Softplus", "Softsign", "Identity"];

    private static readonly HashSet<string> Pools = ["MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool"];

    private readonly Dictionary<string, ChannelSet> _sets = [];
    private readonly ConstantShapes _constants;

    private ChannelFlow(ConstantShapes constants) => _constants = constants;

    /// <summary>Follows the channels through a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="constants">The shapes of its constants.</param>
    public static ChannelFlow Of(GraphProto graph, ConstantShapes constants)
    {
        var flow = new ChannelFlow(constants);
        foreach (NodeProto node in graph.Node)
        {
            flow.Follow(node);
        }

        foreach (ValueInfoProto output in graph.Output)
        {
            flow.Fix(output.Name);
        }

        return flow;
    }

    /// <summary>The sets of images.</summary>
    public IEnumerable<ChannelSet> Sets => _sets.Values.Select(set => set.Whole).Distinct();

    /// <summary>The set that an image belongs to; null for what is none, and for images whose channels come from elsewhere than a convolution.</summary>
    /// <param name="value">The name of the image.</param>
    public ChannelSet? SetOf(string value) => _sets.GetValueOrDefault(value)?.Whole;

    private void Follow(NodeProto node)
    {
        int followed = node switch
        {
            { Domain.Length: > 0 } => 0,
            { OpType: "Conv", Input.Count: 2 or 3, Output.Count: 1 } => FollowConvolution(node),
            { OpType: "BatchNormalization", Input.Count: 5, Output.Count: 1 } => FollowNormalization(node),
            { OpType: "Add" or "Sub" or "Mul", Input.Count: 2, Output.Count: 1 } => FollowArithmetic(node),
            { Input.Count: > 0, Output.Count: 1 } when Activations.Contains(node.OpType) || Pools.Contains(node.OpType) => Continue(node.Input[0], node.Output[0]),
            _ => 0,
        };
        foreach (string input in Read(node).Skip(followed))
        {
            Fix(input);
        }
    }

    /// <returns>How many inputs have been dealt with; the others are fixed. So do all methods of this kind.</returns>
    private int FollowConvolution(NodeProto node)
    {
        if (Convolution.Of(node, _constants) is not { } convolution)
        {
            return 0;
        }

        if (convolution.IsDepthwise)
        {
            return Continue(node.Input[0], node.Output[0]);
        }

        if (SetOf(node.Input[0]) is { } read)
        {
            read.LargestKernel = Math.Max(read.LargestKernel, convolution.Kernel);
        }

        _sets[node.Output[0]] = new ChannelSet(convolution.Filters);
        return 1;
    }

    private int FollowNormalization(NodeProto node)
    {
        ChannelSet? set = SetOf(node.Input[0]);
        // Without epsilon a channel of zeros is divided by zero.
        return set is not null && node.Attribute.All(attribute => attribute.Name != "epsilon" || attribute.F > 0)
            && node.Input.Skip(1).All(input => _constants.Find(input) is [var size] && size == set.Channels)
                ? Continue(node.Input[0], node.Output[0])
                : 0;
    }

    private int FollowArithmetic(NodeProto node)
    {
        (string left, string right) = (node.Input[0], node.Input[1]);
        if (SetOf(left) is { } a && SetOf(right) is { } b)
        {
            ChannelSet.Join(a, b);
            Continue(left, node.Output[0]);
            return 2;
        }

        string image = SetOf(left) is null ? right : left, other = image == left ? right : left;
        if (_constants.Find(other) is not { } shape || SetOf(image) is not { } set || (!IsNumber(shape) && !IsPerChannel(shape, set.Channels)))
        {
            return 0;
        }

        Continue(image, node.Output[0]);
        return 2;
    }

    /// <summary>Whether a constant has one element.</summary>
    public static bool IsNumber(IReadOnlyList<long> shape) => shape.Count <= 4 && shape.All(size => size == 1);

    /// <summary>Whether a constant has an element for each channel.</summary>
    private static bool IsPerChannel(IReadOnlyList<long> shape, long channels) =>
        shape is [.., var size, 1, 1] && size == channels && (shape.Count == 3 || shape is [1, _, _, _]);

    private int Continue(string input, string output)
    {
        if (SetOf(input) is { } set)
        {
            _sets[output] = set;
        }

        return 1;
    }

    private void Fix(string value)
    {
        if (SetOf(value) is { } set)
        {
            set.IsFixed = true;
        }
    }

    /// <summary>What a node reads: its inputs in their order, then what the bodies of a loop or branch read.</summary>
    public static IEnumerable<string> Read(NodeProto node) => node.Input.Concat(
        node.Attribute.Where(attribute => attribute.G is not null).SelectMany(attribute => attribute.G!.Node.SelectMany(Read).Concat(attribute.G.Output.Select(output => output.Name))));
}
