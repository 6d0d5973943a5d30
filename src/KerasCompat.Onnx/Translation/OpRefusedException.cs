using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Translation;

/// <summary>An op's mapping cannot express this node in ONNX; a managed kernel may.</summary>
internal sealed class OpRefusedException : Exception
{
    /// <summary>A refusal that the mapping foresaw.</summary>
    /// <param name="reason">Why there is no ONNX form.</param>
    /// <param name="node">The node; null where its caller knows it.</param>
    public OpRefusedException(string reason, TfNode? node = null)
        : base(reason) => Node = node;

    private OpRefusedException(string reason, TfNode? node, Exception? defect)
        : base(reason, defect) => Node = node;

    /// <summary>The node; null where its caller knows it.</summary>
    public TfNode? Node { get; }

    /// <summary>What the mapping threw without meaning to; null where it refused the node.</summary>
    public Exception? Defect => InnerException;

    /// <summary>The mapping failed. A kernel may still run the node; if none can, the failure is told as what it is.</summary>
    /// <param name="defect">What the mapping threw.</param>
    /// <param name="node">The node.</param>
    public static OpRefusedException Failed(Exception defect, TfNode node) => new(UnforeseenFailure.Describe(defect), node, defect);

    /// <summary>The same refusal, of a node in a body, told of the node that has the body.</summary>
    /// <param name="node">The node in the body.</param>
    public OpRefusedException InBody(TfNode node) => new($"{node.Op} at node '{node.Name}' in its body: {Message}", null, Defect);
}
