using KerasCompat.Contracts;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// TensorFlow 1's arrays of tensors (tensorflow/core/ops/data_flow_ops.cc). The order of reads and writes is that of the values called flow, so
/// these stand for the array, and its handle for what it was made with.
/// </summary>
internal static class TensorArrayOps
{
    [TfOp("TensorArrayV3")]
    public static void Make(OpContext op)
    {
        op.Output(0, new Translated.Handle(op.Node));
        op.Output(1, new Translated.EmptyList(
            op.Reshape(op.Cast(op.Input(0), DType.Int64)),
            op.Attributes.Type("dtype"),
            Hints.ToDims(op.Attributes.Shape("element_shape"))));
    }

    [TfOp("TensorArrayWriteV3")]
    public static void Write(OpContext op) => op.Output(0, TensorLists.Set(op, op.List(3), op.Input(1), op.Input(2), Grows(op)));

    [TfOp("TensorArrayReadV3")]
    public static void Read(OpContext op) => op.Output(TensorLists.Get(op, op.List(2), op.Input(1), null));

    [TfOp("TensorArrayGatherV3")]
    public static void Gather(OpContext op) =>
        op.Output(TensorLists.Select(op, op.List(2), op.Input(1), Hints.ToDims(op.Attributes.Shape("element_shape"))));

    [TfOp("TensorArrayScatterV3")]
    public static void Scatter(OpContext op) =>
        op.Output(0, TensorLists.Scatter(op, op.List(3), op.Input(2), op.Cast(op.Input(1), DType.Int64)));

    [TfOp("TensorArrayConcatV3")]
    public static void Concat(OpContext op) => TensorLists.Joined(op, op.List(1), null, 0, 1);

    [TfOp("TensorArraySplitV3")]
    public static void Split(OpContext op) => op.Output(0, TensorLists.Split(op, op.Input(1), op.Input(2)));

    [TfOp("TensorArraySizeV3")]
    public static void Size(OpContext op) => op.Output(op.Cast(TensorLists.Length(op, op.List(1)), DType.Int32));

    private static bool Grows(OpContext op) => op.Translated(0) is Translated.Handle { Node: var array } && array.Attributes.Bool("dynamic_size", false);
}
