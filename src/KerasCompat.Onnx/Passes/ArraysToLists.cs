using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Variables;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Passes;

/// <summary>
/// Turns TensorFlow 1's arrays of tensors (tensorflow/core/ops/data_flow_ops.cc) into TensorFlow 2's lists. The order of reads and writes of an
/// array is that of the values called flow, so these become the lists; the array's handle falls away.
/// </summary>
internal static class ArraysToLists
{
    /// <summary>Ops that hand on what they are given, so that their type changes with it.</summary>
    private static readonly HashSet<string> Carriers = new(StringComparer.Ordinal)
    {
        "Enter", "RefEnter", "Exit", "RefExit", "Merge", "RefMerge", "Switch", "RefSwitch", "NextIteration", "RefNextIteration", "Identity",
    };

    public static void Run(TfGraph graph)
    {
        List<TfNode> nodes = Rewiring.Nodes(graph);
        List<TfNode> arrays = nodes.FindAll(n => n.Op.StartsWith("TensorArray", StringComparison.Ordinal) && n.Op.EndsWith("V3", StringComparison.Ordinal));
        if (arrays.Count == 0)
        {
            return;
        }

        var flows = new Dictionary<TfOutput, TfOutput>();
        Dictionary<TfNode, bool> grows = arrays.Where(a => a.Op == "TensorArrayWriteV3").ToDictionary(w => w, Grows, (IEqualityComparer<TfNode>)ReferenceEqualityComparer.Instance);
        foreach (TfNode array in arrays)
        {
            Convert(array, grows.GetValueOrDefault(array));
            if (array.Op == "TensorListReserve")
            {
                flows[new TfOutput(array, 1)] = new TfOutput(array, 0);
            }
        }

        Rewiring.Replace(graph, flows);
        Retype(nodes);
    }

    private static void Convert(TfNode node, bool grows)
    {
        TfOutput[] inputs = [.. node.InputList];
        (string Op, TfOutput[] Inputs)? list = (node.Op, inputs) switch
        {
            ("TensorArrayV3", [var size]) => ("TensorListReserve", [Shape(node), size]),
            ("TensorArrayWriteV3", [_, var index, var value, var flow]) => ("TensorListSetItem", [flow, index, value]),
            ("TensorArrayReadV3", [_, var index, var flow]) => ("TensorListGetItem", [flow, index, Shape(node)]),
            ("TensorArrayGatherV3", [_, var indices, var flow]) => ("TensorListGather", [flow, indices, Shape(node)]),
            ("TensorArrayScatterV3", [_, var indices, var value, var flow]) => ("TensorListScatterIntoExistingList", [flow, value, indices]),
            ("TensorArrayConcatV3", [_, var flow]) => ("TensorListConcat", [flow]),
            ("TensorArraySplitV3", [_, var value, var lengths, _]) => ("TensorListSplit", [value, Shape(node), lengths]),
            ("TensorArraySizeV3", [_, var flow]) => ("TensorListLength", [flow]),
            _ => null,
        };
        if (list is null)
        {
            return;
        }

        DType element = node.Attributes.Type("dtype", node.Attributes.Type("T"));
        node.OutputTypes = node.Op switch
        {
            "TensorArrayReadV3" or "TensorArrayGatherV3" => [element],
            "TensorArrayConcatV3" => [element, DType.Int64],
            "TensorArraySizeV3" => [DType.Int32],
            _ => [DType.Variant],
        };
        node.Op = list.Value.Op;
        node.InputList.Clear();
        node.InputList.AddRange(list.Value.Inputs);
        node.Attributes = new NodeAttributes(new Dictionary<string, AttrValue>(StringComparer.Ordinal)
        {
            ["element_dtype"] = AttrValue.Of(element),
            ["shape_type"] = AttrValue.Of(DType.Int32),
            ["resize_if_index_out_of_bounds"] = AttrValue.Of(grows),
        }, null);
    }

    /// <summary>Whether the array that a write goes to may grow; so may one that cannot be seen from here.</summary>
    private static bool Grows(TfNode write) =>
        write.InputList.Count == 0 || RestorePlan.Origin(write.InputList[0]).Node is not { Op: "TensorArrayV3" } array || array.Attributes.Bool("dynamic_size", false);

    /// <summary>The shape of the elements as a constant: -1 for a size that is not known, a scalar for a rank that is not.</summary>
    private static TfOutput Shape(TfNode node)
    {
        TensorShape shape = node.Attributes.Shape("element_shape");
        long[] sizes = shape.HasRank ? [.. shape.Dimensions] : [-1];
        return ConstantNode.Of(node.Name + "/element_shape", Constants.Integers(DType.Int32, sizes, scalar: !shape.HasRank));
    }

    /// <summary>What was a flow of type float32 is a list now, wherever it is handed on.</summary>
    private static void Retype(List<TfNode> nodes)
    {
        bool changed;
        do
        {
            changed = false;
            foreach (TfNode node in nodes.Where(n => Carriers.Contains(n.Op) && n.OutputTypes.Count > 0 && n.OutputTypes[0] != DType.Variant))
            {
                if (node.InputList.Exists(input => input.DType == DType.Variant))
                {
                    node.OutputTypes = [.. node.OutputTypes.Select((type, i) => node.Op.EndsWith("Merge", StringComparison.Ordinal) && i == 1 ? type : DType.Variant)];
                    changed = true;
                }
            }
        }
        while (changed);
    }
}
