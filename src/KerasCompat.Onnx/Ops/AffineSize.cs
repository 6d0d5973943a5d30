using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// A size that was computed from another one of the same graph: factor * source + offset. Keras computes the sizes of upsampled images so; where
/// it shows, the run-time computation need not be repeated in ONNX.
/// </summary>
/// <param name="Factor">What the source is multiplied with.</param>
/// <param name="Offset">What is added.</param>
internal readonly record struct AffineSize(long Factor, long Offset)
{
    private const int Deepest = 16;

    /// <summary>How an element of an integer vector was computed from a size, or null where it was not, or does not show.</summary>
    public static AffineSize? Of(OnnxValue vector, int index, Dim source) => Of(vector, index, source, Deepest);

    private static AffineSize? Of(OnnxValue value, int index, Dim source, int depth)
    {
        if (value.Elements is { } elements && index < elements.Length)
        {
            if (elements[index].IsKnown)
            {
                return new(0, elements[index].Value);
            }

            if (elements[index] == source)
            {
                return new(1, 0);
            }
        }

        if (depth == 0 || value.Producer is not { Domain: "" } node)
        {
            return null;
        }

        switch (node.OpType)
        {
            case "Cast" or "Squeeze" or "Unsqueeze" or "Reshape" or "Identity" when value.Rank <= 1 && node.Inputs[0]!.Rank <= 1:
                return Of(node.Inputs[0]!, index, source, depth - 1);
            case "Concat":
                return Part(node, index, source, depth - 1);
            case "Slice" when node.Inputs[0]!.Rank == 1 && node.Inputs.Length < 5 && node.Inputs[1]!.Elements is [{ IsKnown: true, Value: >= 0 } start]:
                return Of(node.Inputs[0]!, index + (int)start.Value, source, depth - 1);
            case "Gather" when node.Inputs[0]!.Rank == 1 && node.Inputs[1]!.Elements is { } picks && index < picks.Length && picks[index] is { IsKnown: true, Value: >= 0 } pick:
                return Of(node.Inputs[0]!, (int)pick.Value, source, depth - 1);
            case "Add" or "Sub" or "Mul":
                return Combine(node.OpType, Operand(node, 0, index, source, depth), Operand(node, 1, index, source, depth));
            default:
                return null;
        }
    }

    private static AffineSize? Part(OnnxNode concat, int index, Dim source, int depth)
    {
        foreach (OnnxValue? part in concat.Inputs)
        {
            if (part!.Shape is not [{ IsKnown: true } length])
            {
                return null;
            }

            if (index < length.Value)
            {
                return Of(part, index, source, depth);
            }

            index -= (int)length.Value;
        }

        return null;
    }

    private static AffineSize? Operand(OnnxNode node, int operand, int index, Dim source, int depth)
    {
        OnnxValue value = node.Inputs[operand]!;
        return Of(value, value.Rank == 0 || value.Shape is [var one] && one.Is(1) ? 0 : index, source, depth - 1);
    }

    private static AffineSize? Combine(string op, AffineSize? left, AffineSize? right) => (op, left, right) switch
    {
        ("Add", { } a, { } b) => new(a.Factor + b.Factor, a.Offset + b.Offset),
        ("Sub", { } a, { } b) => new(a.Factor - b.Factor, a.Offset - b.Offset),
        ("Mul", { } a, { Factor: 0 } b) => new(a.Factor * b.Offset, a.Offset * b.Offset),
        ("Mul", { Factor: 0 } a, { } b) => new(b.Factor * a.Offset, b.Offset * a.Offset),
        _ => null,
    };
}
