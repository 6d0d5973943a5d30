using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Ops;

/// <summary>Ops on lists of tensors (tensorflow/core/ops/list_ops.cc).</summary>
internal static class TensorListOps
{
    [TfOp("EmptyTensorList")]
    public static void Empty(OpContext op) => op.Output(0, new Translated.EmptyList(op.Long(0), ElementType(op), op.StatedShape(0)));

    [TfOp("TensorListReserve")]
    public static void Reserve(OpContext op) =>
        op.Output(0, new Translated.EmptyList(op.Reshape(op.Cast(op.Input(1), DType.Int64)), ElementType(op), op.StatedShape(0)));

    [TfOp("TensorListFromTensor")]
    public static void FromTensor(OpContext op) => op.Output(0, new Translated.TensorList(op.Input(0)));

    [TfOp("TensorListStack")]
    public static void Stack(OpContext op) => op.Output(TensorLists.Stacked(op, op.List(0), op.StatedShape(1)));

    [TfOp("TensorListGetItem")]
    public static void GetItem(OpContext op) => op.Output(TensorLists.Get(op, op.List(0), op.Input(1), op.StatedShape(2)));

    [TfOp("TensorListSetItem")]
    public static void SetItem(OpContext op) => op.Output(
        0,
        TensorLists.Set(op, op.List(0), op.Input(1), op.Input(2), op.Attributes.Bool("resize_if_index_out_of_bounds", false)));

    [TfOp("TensorListGather")]
    public static void Gather(OpContext op) => op.Output(TensorLists.Select(op, op.List(0), op.Input(1), op.StatedShape(2)));

    [TfOp("TensorListLength")]
    public static void Length(OpContext op) => op.Output(op.Cast(TensorLists.Length(op, op.List(0)), DType.Int32));

    [TfOp("TensorListResize")]
    public static void Resize(OpContext op)
    {
        OnnxValue length = op.Reshape(op.Cast(op.Input(1), DType.Int64));
        op.Output(0, op.List(0) is Translated.EmptyList empty
            ? empty with { Length = length }
            : new Translated.TensorList(TensorLists.Resized(op, TensorLists.Stacked(op, op.List(0)), length)));
    }

    [TfOp("TensorListPushBack")]
    public static void PushBack(OpContext op) => op.Output(0, TensorLists.Push(op, op.List(0), op.Input(1)));

    [TfOp("TensorListPopBack")]
    public static void PopBack(OpContext op)
    {
        if (op.List(0) is Translated.Sequence sequence)
        {
            op.Output(0, new Translated.Sequence(op.Emit("SequenceErase", sequence.Elements)));
            op.Output(1, op.Emit("SequenceAt", sequence.Elements, op.Long(-1)));
            return;
        }

        OnnxValue elements = TensorLists.Stacked(op, op.List(0), op.StatedShape(1));
        op.Output(0, new Translated.TensorList(op.Slice(elements, [0], [-1], [0])));
        op.Output(1, op.Gather(elements, op.Long(-1)));
    }

    [TfOp("TensorListElementShape")]
    public static void ElementShape(OpContext op)
    {
        OnnxValue elements = TensorLists.Stacked(op, op.List(0));
        OnnxValue shape = op.Slice(op.Shape(elements), [1], [long.MaxValue], [0]);
        op.Output(op.Cast(shape, op.Attributes.Type("shape_type", DType.Int32)));
    }

    [TfOp("TensorListConcat", "TensorListConcatV2")]
    public static void Concat(OpContext op)
    {
        Dim[]? element = op.Node.Op == "TensorListConcatV2" ? op.StatedShape(1) : null;
        TensorLists.Joined(op, op.List(0), element, 0, 1);
    }

    [TfOp("TensorListSplit")]
    public static void Split(OpContext op) => op.Output(0, TensorLists.Split(op, op.Input(0), op.Input(2)));

    [TfOp("TensorListScatter", "TensorListScatterV2")]
    public static void Scatter(OpContext op)
    {
        OnnxValue indices = op.Cast(op.Input(1), DType.Int64);
        OnnxValue length = op.InputCount > 3 && op.IntegersOrNull(3) is not [< 0]
            ? op.Reshape(op.Cast(op.Input(3), DType.Int64))
            : op.Add(op.Reduce("ReduceMax", indices, [0], keepDims: false), op.Long(1));
        op.Output(0, TensorLists.Scatter(op, new Translated.EmptyList(length, ElementType(op), null), op.Input(0), indices));
    }

    [TfOp("TensorListScatterIntoExistingList")]
    public static void ScatterIntoExisting(OpContext op) =>
        op.Output(0, TensorLists.Scatter(op, op.List(0), op.Input(1), op.Cast(op.Input(2), DType.Int64)));

    [TfOp("TensorListConcatLists")]
    public static void ConcatLists(OpContext op) => op.Output(
        0,
        new Translated.TensorList(op.Concat(0, TensorLists.Stacked(op, op.List(0)), TensorLists.Stacked(op, op.List(1)))));

    private static DType ElementType(OpContext op) => op.Attributes.Type("element_dtype");
}
