using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Passes;

/// <summary>
/// <c>tf.nn.convolution</c> writes a dilated convolution as SpaceToBatchND, a dense convolution and BatchToSpaceND
/// (tensorflow/python/ops/nn_ops.py, <c>_WithSpaceToBatch</c>). All three are one convolution with dilations of the image padded by
/// paddings - crops, whatever these are: element j of the dense convolutions, put together again, reads the padded image at j, j + d, j + 2d...
/// </summary>
internal static class DilatedConvolutions
{
    public static void Run(TfGraph graph)
    {
        IReadOnlyList<TfNode> schedule = graph.Schedule();
        if (!schedule.Any(node => node.Op == "BatchToSpaceND"))
        {
            return;
        }

        Dictionary<TfOutput, int> reads = CountReads(graph, schedule);
        var replaced = new Dictionary<TfOutput, TfOutput>();
        foreach (TfNode node in schedule)
        {
            if (node.Op == "BatchToSpaceND" && Match.Of(node, reads) is { } match)
            {
                match.Rewrite();
                replaced[new TfOutput(node, 0)] = node.InputList[0];
            }
        }

        if (replaced.Count == 0)
        {
            return;
        }

        foreach (TfNode node in schedule)
        {
            for (int i = 0; i < node.InputList.Count; i++)
            {
                node.InputList[i] = replaced.GetValueOrDefault(node.InputList[i], node.InputList[i]);
            }
        }

        graph.Fetches = [.. graph.Fetches.Select(f => replaced.GetValueOrDefault(f, f))];
    }

    private static Dictionary<TfOutput, int> CountReads(TfGraph graph, IReadOnlyList<TfNode> schedule)
    {
        var reads = new Dictionary<TfOutput, int>();
        foreach (TfOutput read in schedule.SelectMany(n => n.InputList).Concat(graph.Fetches))
        {
            reads[read] = reads.GetValueOrDefault(read) + 1;
        }

        return reads;
    }

    /// <summary>The nodes of one dilated convolution.</summary>
    private sealed record Match(TfNode Split, TfNode Convolution, TfNode Join, IReadOnlyList<long> Dilations, int Rank)
    {
        public static Match? Of(TfNode join, Dictionary<TfOutput, int> reads)
        {
            TfOutput at = join.InputList[0];
            TfNode? squeeze = Step(ref at, "Squeeze", reads);
            if (!reads.TryGetValue(at, out int count) || count != 1 || at.Node is not { Op: "Conv2D" or "Conv3D" or "DepthwiseConv2dNative" } convolution || !IsDense(convolution))
            {
                return null;
            }

            at = convolution.InputList[0];
            TfNode? expand = Step(ref at, "ExpandDims", reads);
            if (at.Node is not { Op: "SpaceToBatchND" } split || reads[at] != 1 || (squeeze is null) != (expand is null))
            {
                return null;
            }

            int rank = convolution.Op == "Conv3D" ? 5 : 4;
            int inserted = -1;
            if (expand is not null)
            {
                if (Integers(expand.InputList[1]) is not [var axis] || squeeze!.Attributes.Ints("squeeze_dims") is not [var dropped])
                {
                    return null;
                }

                inserted = (int)(axis < 0 ? axis + rank : axis);
                if (inserted != (dropped < 0 ? dropped + rank : dropped))
                {
                    return null;
                }
            }

            return Integers(split.InputList[1]) is { } block && Integers(join.InputList[1]) is { } other && block.AsSpan().SequenceEqual(other)
                && Dilated(convolution, block, rank, inserted) is { } dilations
                    ? new Match(split, convolution, join, dilations, expand is null ? rank : rank - 1)
                    : null;
        }

        public void Rewrite()
        {
            Convolution.Attributes = With(Convolution.Attributes, "dilations", Dilations);
            long[] block = Integers(Split.InputList[1])!;
            TfNode pads = Node("/pads", "Sub", DType.Int32, AsInt32(Split.InputList[2], "/paddings"), AsInt32(Join.InputList[2], "/crops"));
            TfOutput before = Zeros("/batch", 1), after = Zeros("/channels", Rank - 1 - block.Length);
            TfNode all = Node("/all_pads", "ConcatV2", DType.Int32, before, new TfOutput(pads, 0), after, Const("/axis", [0], []));
            Split.Op = "Pad";
            Split.Attributes = With(Split.Attributes, "Tpaddings", DType.Int32);
            Split.InputList.RemoveRange(1, 2);
            Split.InputList.Add(new TfOutput(all, 0));
        }

        /// <summary>Goes back over a node of an op that nothing else reads.</summary>
        private static TfNode? Step(ref TfOutput at, string op, Dictionary<TfOutput, int> reads)
        {
            if (at.Node.Op != op || reads.GetValueOrDefault(at) != 1)
            {
                return null;
            }

            TfNode node = at.Node;
            at = node.InputList[0];
            return node;
        }

        private static bool IsDense(TfNode convolution) =>
            convolution.Attributes.String("padding", "") == "VALID"
            && convolution.Attributes.Ints("strides").All(s => s == 1) && convolution.Attributes.Ints("dilations").All(d => d == 1);

        /// <summary>The blocks as dilations of the convolution's own dimensions; null where a batch or channels would be dilated.</summary>
        private static long[]? Dilated(TfNode convolution, long[] block, int rank, int inserted)
        {
            var dilations = new long[rank];
            Array.Fill(dilations, 1);
            for (int i = 0; i < block.Length; i++)
            {
                int axis = inserted >= 0 && i + 1 >= inserted ? i + 2 : i + 1;
                if (axis >= rank)
                {
                    return null;
                }

                dilations[axis] = block[i];
            }

            bool channelsFirst = convolution.Attributes.String("data_format", "NHWC").StartsWith("NC", StringComparison.Ordinal);
            return dilations[channelsFirst ? 1 : rank - 1] == 1 && Array.TrueForAll(dilations, d => d > 0) ? dilations : null;
        }

        private static long[]? Integers(TfOutput output) =>
            output.Node.Op == "Const" && output.Node.Attributes.Tensor("value") is { DType: DType.Int32 or DType.Int64 } value
                ? Emitting.Constants.ToIntegers(value)
                : null;

        private TfNode Node(string suffix, string op, DType type, params ReadOnlySpan<TfOutput> inputs)
        {
            var node = new TfNode(Join.Name + suffix, op, new NodeAttributes(new Dictionary<string, AttrValue>(StringComparer.Ordinal)
            {
                ["T"] = AttrValue.Of(type),
                ["DstT"] = AttrValue.Of(type),
            }, null))
            {
                OutputTypes = [type],
            };
            node.InputList.AddRange(inputs);
            return node;
        }

        private TfOutput AsInt32(TfOutput value, string suffix) =>
            value.DType == DType.Int32 ? value : new TfOutput(Node(suffix, "Cast", DType.Int32, value), 0);

        private TfOutput Zeros(string suffix, int rows) => Const(suffix, new long[2 * rows], [rows, 2]);

        private TfOutput Const(string suffix, long[] values, long[] shape) =>
            ConstantNode.Of(Join.Name + suffix, Emitting.Constants.FromIntegers(DType.Int32, values, shape));

        private static NodeAttributes With(NodeAttributes attributes, string name, IReadOnlyList<long> values) => With(attributes, name, AttrValue.Of(values));

        private static NodeAttributes With(NodeAttributes attributes, string name, DType type) => With(attributes, name, AttrValue.Of(type));

        private static NodeAttributes With(NodeAttributes attributes, string name, AttrValue value) =>
            new(new Dictionary<string, AttrValue>(attributes.Values, StringComparer.Ordinal) { [name] = value }, attributes.Definition);
    }
}
