using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Passes;

/// <summary>
/// Takes apart what TensorFlow's optimizer has fused (tensorflow/core/grappler/optimizers/remapper.cc), as graphs have it that were saved after they were
/// optimized: a convolution or product and what <c>fused_ops</c> lists to come after it.
/// </summary>
internal static class FusedOps
{
    private static readonly Dictionary<string, string> First = new(StringComparer.Ordinal)
    {
        ["_FusedConv2D"] = "Conv2D",
        ["_FusedMatMul"] = "MatMul",
        ["_FusedDepthwiseConv2dNative"] = "DepthwiseConv2dNative",
        ["_FusedBatchNormEx"] = "FusedBatchNormV3",
    };

    private static readonly HashSet<string> Activations = new(StringComparer.Ordinal) { "Relu", "Relu6", "Elu", "LeakyRelu", "Tanh", "Sigmoid" };

    /// <summary>The ops that are taken apart.</summary>
    public static IEnumerable<string> TakenApart => First.Keys;

    /// <summary>Whether an op is taken apart.</summary>
    public static bool IsTakenApart(string op) => First.ContainsKey(op);

    public static void Run(TfGraph graph)
    {
        var instead = new Dictionary<TfOutput, TfOutput>();
        foreach (TfNode node in Rewiring.Nodes(graph).Where(node => IsTakenApart(node.Op)))
        {
            if ((node.Op == "_FusedBatchNormEx" ? Normalization(node) : Chain(node)) is { } result)
            {
                instead[new TfOutput(node, 0)] = result;
            }
        }

        Rewiring.Replace(graph, instead);
    }

    /// <summary>The result after all that was fused; null where that is not known here, and the node stays as it is.</summary>
    private static TfOutput? Chain(TfNode node)
    {
        IReadOnlyList<string> fused = node.Attributes.Strings("fused_ops");
        int at = 2;
        if (node.InputList.Count < at)
        {
            return null;
        }

        TfOutput value = NewNode(node, First[node.Op], node.Name + "/unfused", node.InputList.Take(at), []);
        foreach (string op in fused)
        {
            int arguments = op switch { "BiasAdd" or "Add" => 1, "FusedBatchNorm" => 4, _ => 0 };
            if ((arguments == 0 && !Activations.Contains(op)) || at + arguments > node.InputList.Count)
            {
                return null;
            }

            value = op switch
            {
                "Add" => NewNode(node, "AddV2", node.Name + "/" + op, [value, node.InputList[at]], []),
                "LeakyRelu" => NewNode(node, op, node.Name + "/" + op, [value], [("alpha", AttrValue.Of(node.Attributes.Float("leakyrelu_alpha", 0.2f)))]),
                "FusedBatchNorm" => NewNode(node, "FusedBatchNormV3", node.Name + "/" + op, node.InputList.Skip(at).Take(arguments).Prepend(value), [("is_training", AttrValue.Of(false)), ("U", Type(node))]),
                _ => NewNode(node, op, node.Name + "/" + op, node.InputList.Skip(at).Take(arguments).Prepend(value), []),
            };
            at += arguments;
        }

        return value;
    }

    /// <summary>A batch normalization, then a side input that is added, then an activation.</summary>
    private static TfOutput? Normalization(TfNode node)
    {
        string activation = node.Attributes.String("activation_mode", "Identity");
        if (node.InputList.Count < 5 || (activation != "Identity" && !Activations.Contains(activation)) || node.Attributes.Bool("is_training", true))
        {
            return null;
        }

        TfOutput value = NewNode(node, "FusedBatchNormV3", node.Name + "/unfused", node.InputList.Take(5), []);
        foreach (TfOutput side in node.InputList.Skip(5))
        {
            value = NewNode(node, "AddV2", node.Name + "/side", [value, side], []);
        }

        return activation == "Identity" ? value : NewNode(node, activation, node.Name + "/" + activation, [value], []);
    }

    /// <summary>A node with the attributes of the fused one, among which are those of all its parts.</summary>
    private static TfOutput NewNode(TfNode fused, string op, string name, IEnumerable<TfOutput> inputs, (string Name, AttrValue Value)[] more)
    {
        var attributes = new Dictionary<string, AttrValue>(fused.Attributes.Values, StringComparer.Ordinal);
        attributes.Remove("_output_shapes");
        foreach ((string key, AttrValue value) in more)
        {
            attributes[key] = value;
        }

        var node = new TfNode(name, op, new NodeAttributes(attributes, null)) { OutputTypes = [fused.OutputTypes is [var type, ..] ? type : DType.Invalid] };
        node.InputList.AddRange(inputs);
        node.ControlInputs.AddRange(fused.ControlInputs);
        return new TfOutput(node, 0);
    }

    private static AttrValue Type(TfNode node) => AttrValue.Of(node.Attributes.Type("T", DType.Float32));
}
