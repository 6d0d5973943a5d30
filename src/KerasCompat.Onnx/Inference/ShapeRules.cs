using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Inference;

/// <summary>
/// Type and shape of every ONNX op that the translator writes, from the operators' definitions (onnx/docs/Operators.md, opset
/// <see cref="OnnxModelWriter.Opset"/>). An op without a rule here cannot be written.
/// </summary>
internal static partial class ShapeRules
{
    private static readonly Dictionary<string, Action<InferredNode>> Rules = new(StringComparer.Ordinal);

    static ShapeRules()
    {
        AddElementwise();
        AddShaping();
        AddReductions();
        AddNeural();
        AddContributed();
    }

    public static void Infer(InferredNode node)
    {
        if (!Rules.TryGetValue(Key(node.OpType, node.Domain), out Action<InferredNode>? rule))
        {
            throw new InvalidOperationException($"There is no shape rule for the ONNX op {node.OpType}.");
        }

        rule(node);
    }

    public static bool Knows(string opType, string domain) => Rules.ContainsKey(Key(opType, domain));

    private static string Key(string opType, string domain) => domain.Length == 0 ? opType : domain + "::" + opType;

    private static void Add(string names, Action<InferredNode> rule)
    {
        foreach (string name in names.Split(' '))
        {
            Rules.Add(name, rule);
        }
    }

    private static DType ToDType(long onnxType)
    {
        for (var dtype = DType.Float32; dtype <= DType.UInt4; dtype++)
        {
            if ((long)dtype.ToOnnx() == onnxType && dtype is not (DType.QInt8 or DType.QUInt8 or DType.QInt16 or DType.QUInt16 or DType.QInt32))
            {
                return dtype;
            }
        }

        return DType.Invalid;
    }
}
