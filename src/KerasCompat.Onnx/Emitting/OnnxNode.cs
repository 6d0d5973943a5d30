namespace KerasCompat.Onnx.Emitting;

/// <summary>A node of the ONNX graph that is being written.</summary>
internal sealed class OnnxNode
{
    public required string OpType { get; init; }

    public string Domain { get; init; } = "";

    /// <summary>Null where an optional input is left out.</summary>
    public required OnnxValue?[] Inputs { get; init; }

    public required OnnxValue[] Outputs { get; init; }

    public required OnnxAttributes Attributes { get; init; }

    public override string ToString() => $"{OpType}({string.Join(", ", Inputs.Select(i => i?.Name ?? ""))})";
}
