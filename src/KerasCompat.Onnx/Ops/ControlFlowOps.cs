using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Flow;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Ops;

/// <summary>Ops that call functions (tensorflow/core/ops/functional_ops.cc).</summary>
internal static class ControlFlowOps
{
    [TfOp("If", "StatelessIf", "XlaIf")]
    public static void If(OpContext op)
    {
        IReadOnlyList<TfGraph> bodies = op.Emitter.Model.Bodies(op.Node);
        IReadOnlyList<Translated> arguments = Arguments(op, 1);
        SetOutputs(op, Twin(op, bodies) is { } twin
            ? Emit(op, twin, arguments)
            : Branches.Emit(
                op,
                Branches.Truth(op, op.Input(0)),
                then => Emit(then, bodies[0], arguments),
                otherwise => Emit(otherwise, bodies[1], arguments)));
    }

    /// <summary>An index outside of the branches takes the last one. The branches are found by halving, so that few bodies are nested.</summary>
    [TfOp("Case", "StatelessCase")]
    public static void Case(OpContext op)
    {
        IReadOnlyList<TfGraph> bodies = op.Emitter.Model.Bodies(op.Node);
        IReadOnlyList<Translated> arguments = Arguments(op, 1);
        OnnxValue index = op.Cast(op.Input(0), DType.Int64), last = op.Long(bodies.Count - 1);
        index = op.Where(op.Emit("Less", index, op.Long(0)), last, index);
        SetOutputs(op, Among(op, 0, bodies.Count));

        IReadOnlyList<Translated?> Among(OpContext scope, int first, int end)
        {
            int middle = (first + end) / 2;
            return end - first <= 1 ? Emit(scope, bodies[first], arguments) : Branches.Emit(
                scope,
                scope.Emit("Less", index, scope.Long(middle)),
                then => Among(then, first, middle),
                otherwise => Among(otherwise, middle, end));
        }
    }

    [TfOp("While", "StatelessWhile", "XlaWhile")]
    public static void While(OpContext op)
    {
        IReadOnlyList<Translated> initial = Arguments(op, 0);
        SetOutputs(op, WhileLoop.Emit(op, initial));
    }

    /// <summary>
    /// The branch that computes the same as another made for a GPU (Keras chooses at run time whether cuDNN's kernel fits:
    /// keras/layers/rnn/gru_lstm_utils.py, defun_with_device_placement; lstm.py, cudnn_lstm_fn).
    /// </summary>
    private static TfGraph? Twin(OpContext op, IReadOnlyList<TfGraph> bodies)
    {
        bool first = Branches.Uses(op.Emitter.Model, bodies[0], "CudnnRNN"), second = Branches.Uses(op.Emitter.Model, bodies[1], "CudnnRNN");
        return first == second ? null : first ? bodies[1] : bodies[0];
    }

    private static Translated[] Arguments(OpContext op, int first)
    {
        var arguments = new Translated[op.InputCount - first];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = op.Translated(first + i);
        }

        return arguments;
    }

    private static IReadOnlyList<Translated?> Emit(OpContext scope, TfGraph body, IReadOnlyList<Translated> arguments) =>
        scope.Emitter.EmitBody(body, arguments, scope.Scope, scope.Node.ReadOutputs);

    private static void SetOutputs(OpContext op, IReadOnlyList<Translated?> results)
    {
        for (int i = 0; i < results.Count; i++)
        {
            if (results[i] is { } result)
            {
                op.Output(i, result);
            }
        }
    }
}
