using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Ops.Xla;

/// <summary>The function by which an op of XLA combines elements, written wherever it is needed. It is given scalars; written for tensors, it works element by element.</summary>
/// <param name="op">The node.</param>
/// <param name="body">The position of the function among those that the node calls.</param>
internal sealed class Reducer(OpContext op, int body = 0)
{
    /// <summary>The one op of two arguments that the function consists of, such as <c>Add</c>; null for any other function.</summary>
    public string? Only { get; } = Single(op.Emitter.Model.Bodies(op.Node)[body]);

    /// <summary>Combines tensors of equal shapes.</summary>
    /// <param name="first">The first arguments.</param>
    /// <param name="second">The second arguments, as many.</param>
    public IReadOnlyList<OnnxValue> Combine(IReadOnlyList<OnnxValue> first, IReadOnlyList<OnnxValue> second)
    {
        TfGraph function = op.Emitter.Model.Bodies(op.Node)[body];
        Translated[] arguments = [.. first.Concat(second).Select(value => new Translated.Value(value))];
        return [.. op.Emitter.EmitBody(function, arguments, op.Scope, null).Select(result => result is Translated.Value value ? value.Onnx : throw op.Refuse("its function returns no tensor"))];
    }

    /// <summary>Combines two tensors.</summary>
    public OnnxValue Combine(OnnxValue first, OnnxValue second) => Combine([first], [second])[0];

    private static string? Single(TfGraph function)
    {
        if (function is not { Feeds: [var first, var second], Fetches: [{ Index: 0 } result] })
        {
            return null;
        }

        if (ReferenceEquals(result.Node, second))
        {
            return "Assign";
        }

        return result.Node is { InputList: [var a, var b] } && ((ReferenceEquals(a.Node, first) && ReferenceEquals(b.Node, second)) || (IsCommutative(result.Node.Op) && ReferenceEquals(a.Node, second) && ReferenceEquals(b.Node, first)))
            ? result.Node.Op
            : null;
    }

    private static bool IsCommutative(string op) => op is "Add" or "AddV2" or "Mul" or "Maximum" or "Minimum" or "LogicalAnd" or "LogicalOr";
}
