using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Inference;

/// <summary>A node about to be written, while its outputs are being inferred.</summary>
internal sealed class InferredNode
{
    public InferredNode(string opType, string domain, OnnxValue?[] inputs, OnnxAttributes attributes, int outputs)
    {
        OpType = opType;
        Domain = domain;
        Inputs = inputs;
        Attributes = attributes;
        Outputs = new Inferred[outputs];
        for (int i = 0; i < outputs; i++)
        {
            Outputs[i] = new Inferred();
        }
    }

    public string OpType { get; }

    public string Domain { get; }

    public OnnxValue?[] Inputs { get; }

    public OnnxAttributes Attributes { get; }

    public Inferred[] Outputs { get; }

    public Inferred Output => Outputs[0];

    public OnnxValue Input(int index) =>
        InputOrNull(index) ?? throw new InvalidOperationException($"{OpType} was written without its input {index}.");

    public OnnxValue? InputOrNull(int index) => index < Inputs.Length ? Inputs[index] : null;

    public Dim[]? Shape(int index) => InputOrNull(index)?.Shape;

    public DType DType(int index) => Input(index).DType;

    /// <summary>The elements of an integer input when every one is known.</summary>
    public long[]? Known(int index) =>
        InputOrNull(index)?.Elements is { } elements && Array.TrueForAll(elements, e => e.IsKnown) ? Array.ConvertAll(elements, e => e.Value) : null;

    /// <summary>A non-negative axis, or null when the rank is unknown.</summary>
    public static int? Axis(long axis, Dim[]? shape) =>
        shape is null ? null : (int)(axis < 0 ? axis + shape.Length : axis);

    public string Fingerprint() =>
        $"{Domain}|{OpType}|{string.Join('|', Inputs.Select(i => i?.Name))}|{Attributes.Fingerprint()}|{Outputs.Length}";
}
