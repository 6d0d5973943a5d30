using KerasCompat.Contracts;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Ops;

/// <summary>Questions about variables and optional values (tensorflow/core/ops/resource_variable_ops.cc, optional_ops.cc).</summary>
internal static class StateOps
{
    /// <summary>Every variable that a checkpoint holds is initialised before the first call; of others the engine knows.</summary>
    [TfOp("VarIsInitializedOp", "IsVariableInitialized")]
    public static void IsInitialized(OpContext op) => op.Output(op.Translated(0) is Translated.Handle handle && op.Emitter.Variable(handle.Node) is not null
        ? op.Scalar(DType.Bool, 1)
        : throw op.Refuse("the variable has no value in the checkpoint"));

    [TfOp("DisableCopyOnRead")]
    public static void DisableCopyOnRead(OpContext op) => op.Output(0, op.Translated(0));

    [TfOp("OptionalFromValue")]
    public static void OptionalFromValue(OpContext op) =>
        op.Output(0, new Translated.Optional([.. Enumerable.Range(0, op.InputCount).Select(op.Translated)]));

    [TfOp("OptionalNone")]
    public static void OptionalNone(OpContext op) => op.Output(0, new Translated.Optional(null));

    [TfOp("OptionalHasValue")]
    public static void OptionalHasValue(OpContext op) => op.Output(op.Scalar(DType.Bool, Optional(op).Components is null ? 0 : 1));

    [TfOp("OptionalGetValue")]
    public static void OptionalGetValue(OpContext op)
    {
        IReadOnlyList<Translated> components = Optional(op).Components ?? throw op.Refuse("the optional value holds nothing");
        for (int i = 0; i < components.Count; i++)
        {
            op.Output(i, components[i]);
        }
    }

    private static Translated.Optional Optional(OpContext op) =>
        op.Translated(0) as Translated.Optional ?? throw op.Refuse("its input is no optional value that is known while translating");
}
