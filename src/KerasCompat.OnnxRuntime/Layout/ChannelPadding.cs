using System.Runtime.InteropServices;
using KerasCompat.Onnx.Protos;

namespace KerasCompat.OnnxRuntime.Layout;

/// <summary>
/// Adds channels of zeros to images whose channels do not fill the blocks that ONNX Runtime's convolutions work on. It takes such images out of
/// their blocks before the next convolution; with the zeros, a chain of convolutions stays in blocks from its first image to its last. No result
/// changes: the weights of the channels that are added are zero.
/// </summary>
internal sealed class ChannelPadding
{
    private readonly GraphProto _graph;
    private readonly ChannelFlow _flow;
    private readonly ConstantShapes _constants;
    private readonly HashSet<string> _names;
    private readonly Dictionary<string, TensorProto> _inline;
    private readonly HashSet<string> _replaced = [];
    private readonly List<NodeProto> _nodes = [];

    private ChannelPadding(GraphProto graph, ChannelFlow flow, ConstantShapes constants)
    {
        _graph = graph;
        _flow = flow;
        _constants = constants;
        _inline = graph.Initializer.Where(IsWhole).ToDictionary(initializer => initializer.Name);
        _names = [.. graph.Initializer.Select(initializer => initializer.Name), .. graph.Input.Select(input => input.Name), .. graph.Node.SelectMany(node => node.Output)];
    }

    /// <summary>Adds channels to a graph's images where that makes it faster.</summary>
    /// <param name="graph">The graph, which is changed.</param>
    /// <param name="block">The size of a block.</param>
    /// <returns>Whether anything was changed.</returns>
    public static bool Apply(GraphProto graph, int block)
    {
        if (block == ChannelBlock.None || !graph.Node.Any(node => node.OpType == "Conv"))
        {
            return false;
        }

        var constants = new ConstantShapes(graph);
        ChannelFlow flow = ChannelFlow.Of(graph, constants);
        bool any = false;
        foreach (ChannelSet set in flow.Sets)
        {
            set.Added = Gains(set, block) ? block - set.Channels % block : 0;
            any |= set.Added > 0;
        }

        if (any)
        {
            new ChannelPadding(graph, flow, constants).Run();
        }

        return any;
    }

    /// <summary>
    /// Whether it is faster with full blocks, from measurements. Larger images ONNX Runtime keeps in blocks by itself if their channels are a multiple
    /// of 4; the others and smaller ones it does not. A small image that is convolved by more than 1x1 is faster without blocks: zeros cost more there.
    /// </summary>
    private static bool Gains(ChannelSet set, int block) =>
        !set.IsFixed && set.LargestKernel > 0
        && (set.Channels > block ? set.Channels % 4 != 0 : set.Channels < block && 2 * set.Channels >= block && set.LargestKernel == 1);

    private void Run()
    {
        foreach (NodeProto node in _graph.Node)
        {
            long read = node.Input.Count > 0 ? Added(node.Input[0]) : 0, written = node.Output.Count > 0 ? Added(node.Output[0]) : 0;
            if (read > 0 || written > 0)
            {
                Widen(node, read, written);
            }

            _nodes.Add(node);
        }

        // Their shapes are inferred anew.
        foreach (ValueInfoProto value in _graph.ValueInfo.Where(value => Added(value.Name) > 0).ToArray())
        {
            _graph.ValueInfo.Remove(value);
        }

        _graph.Node.Clear();
        _graph.Node.AddRange(_nodes);
        _replaced.ExceptWith(_graph.Node.SelectMany(ChannelFlow.Read));
        foreach (string name in _replaced)
        {
            _graph.Initializer.Remove(_inline[name]);
        }
    }

    private long Added(string value) => _flow.SetOf(value)?.Added ?? 0;

    private void Widen(NodeProto node, long read, long written)
    {
        switch (node.OpType)
        {
            case "Conv" when Convolution.Of(node, _constants)!.Value.IsDepthwise:
                Convolution.Groups(node)!.I += written;
                PadInput(node, 1, [written, 0, 0, 0]);
                PadInput(node, 2, [written]);
                break;
            case "Conv":
                PadInput(node, 1, [written, read, 0, 0]);
                PadInput(node, 2, [written]);
                break;
            case "BatchNormalization":
                for (int i = 1; i < node.Input.Count; i++)
                {
                    PadInput(node, i, [written]);
                }

                break;
            case "Add" or "Sub" or "Mul":
                PadOperand(node, 0, written);
                PadOperand(node, 1, written);
                break;
        }
    }

    private void PadOperand(NodeProto node, int index, long added)
    {
        if (_constants.Find(node.Input[index]) is { } shape && !ChannelFlow.IsNumber(shape))
        {
            PadInput(node, index, shape.Count == 4 ? [0, added, 0, 0] : [added, 0, 0]);
        }
    }

    /// <summary>Adds zeros to a constant; where it lies in a file, it stays there and ONNX Runtime adds them when it loads the graph.</summary>
    private void PadInput(NodeProto node, int index, ReadOnlySpan<long> added)
    {
        if (index >= node.Input.Count || added.Trim(0L).IsEmpty)
        {
            return;
        }

        string padded = NewName(node.Input[index] + "/padded");
        if (_inline.TryGetValue(node.Input[index], out TensorProto? constant))
        {
            _graph.Initializer.Add(Padded(constant, padded, added));
            _replaced.Add(node.Input[index]);
            node.Input[index] = padded;
            return;
        }

        long[] pads = [.. new long[added.Length], .. added];
        string padding = NewName(node.Input[index] + "/padding");
        var initializer = new TensorProto
        {
            Name = padding,
            DataType = DataType.Int64,
            RawData = MemoryMarshal.AsBytes<long>(pads).ToArray(),
            Dims = new long[] { pads.Length },
        };
        _graph.Initializer.Add(initializer);
        var pad = new NodeProto { OpType = "Pad", Name = padded };
        pad.Input.AddRange([node.Input[index], padding]);
        pad.Output.Add(padded);
        _nodes.Add(pad);
        node.Input[index] = padded;
    }

    /// <summary>Whether a constant lies in the graph, all of it.</summary>
    private static bool IsWhole(TensorProto constant) =>
        constant.RawData.Length > 0 && constant.DataType == DataType.Float
        && constant.Dims.Aggregate((double)sizeof(float), (length, size) => length * size) == constant.RawData.Length;

    /// <summary>A constant with zeros behind its own elements along its first and second dimension.</summary>
    private static TensorProto Padded(TensorProto constant, string name, ReadOnlySpan<long> added)
    {
        int rows = (int)constant.Dims[0], row = constant.RawData.Length / rows;
        int wider = constant.Dims.Count > 1 ? row / (int)constant.Dims[1] * (int)(constant.Dims[1] + added[1]) : row;
        byte[] bytes = new byte[(rows + added[0]) * wider];
        for (int i = 0; i < rows; i++)
        {
            constant.RawData.Span.Slice(i * row, row).CopyTo(bytes.AsSpan(i * wider));
        }

        long[] dims = new long[added.Length];
        for (int i = 0; i < added.Length; i++)
        {
            dims[i] = constant.Dims[i] + added[i];
        }

        return new TensorProto { Name = name, DataType = constant.DataType, RawData = bytes, Dims = dims };
    }

    private string NewName(string wanted)
    {
        string name = wanted;
        for (int i = 1; !_names.Add(name); i++)
        {
            name = $"{wanted}_{i}";
        }

        return name;
    }
}
