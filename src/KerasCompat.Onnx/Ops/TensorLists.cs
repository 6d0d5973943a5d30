using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// Lists of tensors as ONNX values (tensorflow/core/kernels/list_kernels.cc): one tensor that holds all elements along its first dimension
/// where they have one shape, else a sequence.
/// </summary>
internal static partial class TensorLists
{
    /// <summary>An input that is a list.</summary>
    public static Translated.List List(this OpContext op, int index) => op.Translated(index) as Translated.List
        ?? throw op.Refuse($"input {index} is no list of tensors");

    /// <summary>The shape that an integer input states, in which -1 is an unknown size and a scalar -1 an unknown rank.</summary>
    public static Dim[]? StatedShape(this OpContext op, int index)
    {
        if (index >= op.InputCount || op.Input(index) is not { Rank: 1, Elements: { } elements })
        {
            return null;
        }

        return Array.ConvertAll(elements, e => e.IsKnown && e.Value < 0 ? Dim.Unknown() : e);
    }

    /// <summary>The length as a 64-bit scalar.</summary>
    public static OnnxValue Length(OpContext op, Translated.List list) => list switch
    {
        Translated.TensorList tensor => op.Size(tensor.Elements, 0),
        Translated.EmptyList empty => empty.Length,
        Translated.Sequence sequence => op.Emit("SequenceLength", sequence.Elements),
        _ => throw op.Refuse("the list has no length"),
    };

    /// <summary>All elements in one tensor.</summary>
    /// <param name="op">The node.</param>
    /// <param name="list">The list.</param>
    /// <param name="element">What the node states of an element's shape.</param>
    public static OnnxValue Stacked(OpContext op, Translated.List list, Dim[]? element = null)
    {
        switch (list)
        {
            case Translated.TensorList tensor:
                return tensor.Elements;
            case Translated.EmptyList empty:
                return Zeros(op, empty.Length, empty.DType, Inference.Shapes.Merge(empty.Element, element) ?? [], out _);
            case Translated.Sequence sequence:
                OnnxValue stacked = op.Emit("ConcatFromSequence", new OnnxAttributes { ["axis"] = 0L, ["new_axis"] = 1L }, sequence.Elements);
                stacked.Shape ??= element is null ? null : [Dim.Unknown(), .. element];
                return stacked;
            default:
                throw op.Refuse("the list has no elements");
        }
    }

    /// <summary>An element.</summary>
    public static OnnxValue Get(OpContext op, Translated.List list, OnnxValue index, Dim[]? element)
    {
        switch (list)
        {
            case Translated.Sequence sequence:
                OnnxValue value = op.Emit("SequenceAt", sequence.Elements, index);
                value.Shape = Inference.Shapes.Merge(value.Shape, element);
                return value;
            case Translated.EmptyList empty:
                OnnxValue zeros = Zeros(op, op.Long(1), empty.DType, Inference.Shapes.Merge(empty.Element, element) ?? [], out _);
                return op.Squeeze(zeros, 0);
            default:
                OnnxValue gathered = op.Gather(Stacked(op, list), index);
                gathered.Shape = Inference.Shapes.Merge(gathered.Shape, element);
                return gathered;
        }
    }

    /// <summary>The list with one element replaced.</summary>
    /// <param name="op">The node.</param>
    /// <param name="list">The list.</param>
    /// <param name="index">Where, a scalar.</param>
    /// <param name="value">The new element.</param>
    /// <param name="grows">Whether the list grows when the index lies behind its end.</param>
    public static Translated.List Set(OpContext op, Translated.List list, OnnxValue index, OnnxValue value, bool grows)
    {
        OnnxValue at = op.Cast(index, DType.Int64);
        if (list is Translated.Sequence sequence)
        {
            return new Translated.Sequence(op.Emit("SequenceInsert", op.Emit("SequenceErase", sequence.Elements, at), value, at));
        }

        if (list is Translated.EmptyList { Length.Elements: [var one] } && one.Is(1) && at.Elements is [var zero] && zero.Is(0))
        {
            return new Translated.TensorList(op.Unsqueeze(value, 0));
        }

        bool open = list is Translated.TensorList { IsOpen: true };
        OnnxValue elements = list is Translated.EmptyList empty ? ZerosLike(op, empty, op.Unsqueeze(value, 0)) : Stacked(op, list);
        if (open)
        {
            elements = Widened(op, elements, value);
        }

        if (grows)
        {
            OnnxValue needed = op.Add(at, op.Long(1));
            elements = Resized(op, elements, op.Emit("Max", op.Size(elements, 0), needed));
        }

        OnnxValue written = op.Emit("ScatterND", elements, op.Reshape(at, 1, 1), op.Unsqueeze(value, 0));
        return new Translated.TensorList(written, open);
    }

    /// <summary>The list with an element more at its end.</summary>
    public static Translated.List Push(OpContext op, Translated.List list, OnnxValue value)
    {
        switch (list)
        {
            case Translated.Sequence sequence:
                return new Translated.Sequence(op.Emit("SequenceInsert", sequence.Elements, value));
            case Translated.EmptyList { Length.Elements: [var length] } when length.Is(0):
                return new Translated.TensorList(op.Unsqueeze(value, 0));
            default:
                bool open = list is Translated.TensorList { IsOpen: true };
                OnnxValue last = op.Unsqueeze(value, 0), elements = list is Translated.EmptyList empty ? ZerosLike(op, empty, last) : Stacked(op, list);
                return new Translated.TensorList(op.Concat(0, open ? Widened(op, elements, value) : elements, last), open);
        }
    }

    /// <summary>The first elements, or all and zeros behind them.</summary>
    public static OnnxValue Resized(OpContext op, OnnxValue elements, OnnxValue length)
    {
        if (elements.Shape is [var size, ..] && length.Elements is [var wanted] && size == wanted)
        {
            return elements;
        }

        int rank = op.Rank(elements);
        OnnxValue cut = op.Emit("Slice", elements, op.Longs(0), op.Reshape(length, 1), op.Longs(0));
        OnnxValue missing = op.Sub(op.Reshape(length, 1), op.Slice(op.Shape(cut), 0, 1));
        OnnxValue pads = rank == 1
            ? op.Concat(0, op.Longs(0), missing)
            : op.Concat(0, op.Longs(new long[rank]), missing, op.Longs(new long[rank - 1]));
        OnnxValue padded = op.Emit("Pad", cut, pads);
        padded.Shape = Inference.Shapes.Merge(padded.Shape, [length.Elements is [var known] ? known : Dim.Unknown(), .. elements.Shape![1..]]);
        return padded;
    }

    /// <summary>A tensor of zeros for a list's elements. A size that is not known anywhere is 0.</summary>
    /// <param name="op">The node.</param>
    /// <param name="length">The number of elements.</param>
    /// <param name="dtype">Their type.</param>
    /// <param name="element">Their shape.</param>
    /// <param name="open">Whether a size is not known.</param>
    public static OnnxValue Zeros(OpContext op, OnnxValue length, DType dtype, Dim[] element, out bool open)
    {
        open = false;
        var sizes = new OnnxValue?[element.Length + 1];
        sizes[0] = op.Reshape(length, 1);
        for (int i = 0; i < element.Length; i++)
        {
            if (element[i].IsKnown)
            {
                sizes[i + 1] = op.Longs(element[i].Value);
            }
            else if (op.Scope.FindSize(element[i]) is { } found)
            {
                sizes[i + 1] = op.Reshape(op.Size(found.Value, found.Axis), 1);
            }
            else
            {
                sizes[i + 1] = op.Longs(0);
                open = true;
            }
        }

        return op.Emit("ConstantOfShape", new OnnxAttributes { ["value"] = Zero(dtype) }, op.Concat(0, sizes));
    }

    /// <summary>The elements of a list that nothing was written to, as if they had the shape of those of a stack.</summary>
    public static OnnxValue ZerosLike(OpContext op, Translated.EmptyList list, OnnxValue stacked) => op.Emit(
        "ConstantOfShape",
        new OnnxAttributes { ["value"] = Zero(list.DType) },
        op.Concat(0, op.Reshape(list.Length, 1), op.Slice(op.Shape(stacked), [1], [long.MaxValue], [0])));

    /// <summary>Sizes of the elements that were 0 because nothing was known of them become those of the first that is written.</summary>
    private static OnnxValue Widened(OpContext op, OnnxValue elements, OnnxValue value)
    {
        if (elements.Shape is { } own && value.Shape is { } shape && own.AsSpan(1).SequenceEqual(shape))
        {
            return elements;
        }

        int rank = op.Rank(value);
        OnnxValue missing = op.Sub(op.Shape(value), op.Slice(op.Shape(elements), 1, rank));
        OnnxValue padded = op.Emit("Pad", elements, op.Concat(0, op.Longs(new long[rank + 2]), missing));
        padded.Shape = elements.Shape is { } before && value.Shape is { } after ? [before[0], .. after] : padded.Shape;
        return padded;
    }

    private static SavedModel.Graph.ConstantTensor Zero(DType dtype) => new(dtype, [1], new byte[dtype.Size()]);
}
