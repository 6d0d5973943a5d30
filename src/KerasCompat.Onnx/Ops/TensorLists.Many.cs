using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Ops;

/// <summary>What reads or writes many elements of a list at once.</summary>
internal static partial class TensorLists
{
    /// <summary>Some elements in one tensor.</summary>
    public static OnnxValue Select(OpContext op, Translated.List list, OnnxValue indices, Dim[]? element)
    {
        OnnxValue elements = Stacked(op, list, element);
        return IsAll(indices, elements) ? elements : op.Gather(elements, indices);
    }

    /// <summary>The list with some elements replaced.</summary>
    /// <param name="op">The node.</param>
    /// <param name="list">The list.</param>
    /// <param name="values">The new elements, stacked.</param>
    /// <param name="indices">Where they go, 64-bit integers.</param>
    public static Translated.List Scatter(OpContext op, Translated.List list, OnnxValue values, OnnxValue indices)
    {
        if (IsAll(indices, values) && (Length(op, list).Elements is not [var length] || values.Shape![0] == length))
        {
            return new Translated.TensorList(values);
        }

        OnnxValue elements = list is Translated.EmptyList empty ? ZerosLike(op, empty, values) : Stacked(op, list);
        return new Translated.TensorList(op.Emit("ScatterND", elements, op.Unsqueeze(indices, 1), values));
    }

    /// <summary>All elements one behind the other along their first dimension, and the size of each along it.</summary>
    public static void Joined(OpContext op, Translated.List list, Dim[]? element, int output, int lengths)
    {
        if (list is Translated.Sequence sequence)
        {
            OnnxValue joined = op.Emit("ConcatFromSequence", new OnnxAttributes { ["axis"] = 0L }, sequence.Elements);
            joined.Shape ??= element is { Length: > 0 } ? [Dim.Unknown(), .. element[1..]] : null;
            op.Output(output, joined);
            return;
        }

        OnnxValue elements = Stacked(op, list, element);
        OnnxValue shape = op.Shape(elements);
        OnnxValue rest = op.Slice(shape, [2], [long.MaxValue], [0]);
        op.Output(output, op.ReshapeTo(elements, op.Concat(0, op.Mul(op.Slice(shape, 0, 1), op.Slice(shape, 1, 1)), rest)));
        op.Output(lengths, op.Expand(op.Slice(shape, 1, 1), op.Slice(shape, 0, 1)));
    }

    /// <summary>A list of the parts of a tensor along its first dimension.</summary>
    public static Translated.List Split(OpContext op, OnnxValue value, OnnxValue lengths)
    {
        if (lengths.Elements is { Length: > 0 } parts && Array.TrueForAll(parts, p => p == parts[0]))
        {
            OnnxValue size = op.Slice(op.Cast(lengths, DType.Int64), 0, 1);
            OnnxValue rest = op.Slice(op.Shape(value), [1], [long.MaxValue], [0]);
            return new Translated.TensorList(op.ReshapeTo(value, op.Concat(0, op.Longs(parts.Length), size, rest)));
        }

        OnnxValue[] outputs = op.EmitMany("SplitToSequence", 1, new OnnxAttributes { ["axis"] = 0L }, value, op.Cast(lengths, DType.Int64));
        return new Translated.Sequence(outputs[0]);
    }

    /// <summary>Whether indices name every element of a stacked list in their order.</summary>
    private static bool IsAll(OnnxValue indices, OnnxValue elements)
    {
        if (elements.Shape is not [var length, ..] || indices.Shape is not [var count] || count != length)
        {
            return false;
        }

        OnnxValue source = indices;
        while (source.Producer is { OpType: "Cast" } cast)
        {
            source = cast.Inputs[0]!;
        }

        return source.Elements is { } known
            ? known.Select((k, i) => k.Is(i)).All(same => same)
            : source.Producer is { OpType: "Range", Inputs: [{ Elements: [var start] }, _, { Elements: [var step] }] } && start.Is(0) && step.Is(1);
    }
}
