namespace KerasCompat.Onnx;

/// <summary>A signature needs ops that neither ONNX nor the engine's kernels cover. Lists all of them at once.</summary>
public sealed class UnsupportedOpsException : KerasCompatException
{
    /// <summary>An exception without details.</summary>
    public UnsupportedOpsException() => Ops = [];

    /// <summary>An exception with a message.</summary>
    /// <param name="message">Which ops are missing.</param>
    public UnsupportedOpsException(string message)
        : base(message) => Ops = [];

    /// <summary>An exception with a message and a cause.</summary>
    /// <param name="message">Which ops are missing.</param>
    /// <param name="innerException">The cause.</param>
    public UnsupportedOpsException(string message, Exception? innerException)
        : base(message, innerException) => Ops = [];

    /// <summary>An exception that lists every op that is missing.</summary>
    /// <param name="signature">The signature's key.</param>
    /// <param name="ops">The ops, each with the node that needs it and why it cannot run.</param>
    public UnsupportedOpsException(string signature, IReadOnlyList<UnsupportedOp> ops)
        : base(Describe(signature, ops)) => Ops = ops;

    /// <summary>Every op of the signature that is missing.</summary>
    public IReadOnlyList<UnsupportedOp> Ops { get; }

    private static string Describe(string signature, IReadOnlyList<UnsupportedOp> ops) =>
        $"Signature '{signature}' needs {string.Join(", ", ops.Select(o => "op " + o.Op).Distinct())}, which this engine cannot run: "
        + string.Join("; ", ops.Select(o => $"{o.Op} at node '{o.Node}'" + (o.Reason.Length == 0 ? "" : $" ({o.Reason})")))
        + ". `kerascompat ops` lists what is supported.";
}

/// <summary>An op that cannot be run.</summary>
/// <param name="Op">The TensorFlow op.</param>
/// <param name="Node">The node that needs it.</param>
/// <param name="Reason">Why it cannot run; empty where the op is not known at all.</param>
public sealed record UnsupportedOp(string Op, string Node, string Reason);
