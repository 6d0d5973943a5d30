using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Ops;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Flow;

/// <summary>Writes alternatives of which one is run as ONNX If.</summary>
internal static class Branches
{
    /// <summary>Writes a node's branches.</summary>
    /// <param name="op">The node.</param>
    /// <param name="condition">A boolean scalar.</param>
    /// <param name="yes">Writes what happens when it is true into a scope.</param>
    /// <param name="no">Writes what happens when it is false into a scope.</param>
    /// <returns>The results; null where nothing reads one.</returns>
    public static IReadOnlyList<Translated?> Emit(
        OpContext op,
        OnnxValue condition,
        Func<OpContext, IReadOnlyList<Translated?>> yes,
        Func<OpContext, IReadOnlyList<Translated?>> no)
    {
        if (condition.Constant is { } known)
        {
            return Constants.ToIntegers(known)[0] != 0 ? yes(op) : no(op);
        }

        OpContext then = op.In(op.Scope.Body()), otherwise = op.In(op.Scope.Body());
        IReadOnlyList<Translated?> first = yes(then), second = no(otherwise);
        var results = new Translated?[first.Count];
        var carried = new List<(int Position, bool IsList, bool IsOpen)>();
        for (int i = 0; i < Math.Min(first.Count, second.Count); i++)
        {
            if (first[i] is not { } whenTrue || second[i] is not { } whenFalse)
            {
                continue;
            }

            if (Same(whenTrue, whenFalse))
            {
                results[i] = whenTrue;
                continue;
            }

            (OnnxValue a, OnnxValue b, bool isList, bool isOpen) = Paired(op, then, otherwise, whenTrue, whenFalse);
            then.Scope.Return(a);
            otherwise.Scope.Return(b);
            carried.Add((i, isList, isOpen));
        }

        if (carried.Count == 0)
        {
            return results;
        }

        OnnxValue[] outputs = op.EmitMany(
            "If",
            carried.Count,
            new OnnxAttributes { ["then_branch"] = then.Scope, ["else_branch"] = otherwise.Scope },
            condition);
        for (int i = 0; i < outputs.Length; i++)
        {
            results[carried[i].Position] = !carried[i].IsList ? new Translated.Value(outputs[i])
                : outputs[i].IsSequence ? new Translated.Sequence(outputs[i])
                : new Translated.TensorList(outputs[i], carried[i].IsOpen);
        }

        return results;
    }

    /// <summary>What both branches hand over from outside needs no branch: handles, lists, values.</summary>
    private static bool Same(Translated a, Translated b) => (a, b) switch
    {
        (Translated.Value x, Translated.Value y) => ReferenceEquals(x.Onnx, y.Onnx),
        (Translated.Handle x, Translated.Handle y) => ReferenceEquals(x.Node, y.Node),
        (Translated.EmptyList x, Translated.EmptyList y) => ReferenceEquals(x, y),
        _ => false,
    };

    private static (OnnxValue A, OnnxValue B, bool IsList, bool IsOpen) Paired(OpContext op, OpContext then, OpContext otherwise, Translated a, Translated b) => (a, b) switch
    {
        (Translated.Value x, Translated.Value y) => (x.Onnx, y.Onnx, false, false),
        (Translated.Sequence x, Translated.Sequence y) => (x.Elements, y.Elements, true, false),
        (Translated.List x, Translated.List y) => (
            TensorLists.Stacked(then, x, Element(y)),
            TensorLists.Stacked(otherwise, y, Element(x)),
            true,
            x is Translated.EmptyList or Translated.TensorList { IsOpen: true } || y is Translated.EmptyList or Translated.TensorList { IsOpen: true }),
        _ => throw op.Refuse("its branches return different handles"),
    };

    private static Dim[]? Element(Translated.List list) => list is Translated.TensorList { Elements.Shape: { } shape } ? shape[1..] : null;

    /// <summary>What TensorFlow takes for true: a scalar that is not zero, or a tensor that has elements.</summary>
    public static OnnxValue Truth(OpContext op, OnnxValue value)
    {
        OnnxValue HasElements() => op.Emit("Greater", op.Emit("Size", value), op.Long(0));
        OnnxValue IsNotZero() => value.DType == DType.Bool ? value : op.Emit("Not", op.Emit("Equal", value, op.Scalar(value.DType, 0)));
        switch (value.Rank)
        {
            case 0:
                return IsNotZero();
            case null:
                OnnxValue isScalar = op.Emit("Equal", op.Emit("Size", op.Shape(value)), op.Long(0));
                OnnxValue anyIsNotZero = op.Cast(op.Emit("ReduceMax", new OnnxAttributes { ["keepdims"] = 0L }, op.Cast(IsNotZero(), DType.UInt8)), DType.Bool);
                return op.Emit("And", HasElements(), op.Emit("Or", op.Emit("Not", isScalar), anyIsNotZero));
            default:
                return HasElements();
        }
    }

    /// <summary>Whether a graph, or a body in it, has an op whose name begins so.</summary>
    public static bool Uses(ModelGraphs model, TfGraph graph, string prefix, int depth = 0) => depth < 8 && graph.Schedule().Any(node =>
        node.Op.StartsWith(prefix, StringComparison.Ordinal) || model.Bodies(node).Any(body => Uses(model, body, prefix, depth + 1)));
}
