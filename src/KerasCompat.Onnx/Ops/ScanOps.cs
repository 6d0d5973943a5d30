using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Running sums, products and the like along an axis (tensorflow/core/ops/math_ops.cc).</summary>
internal static class ScanOps
{
    [TfOp("Cumsum")]
    public static void Cumsum(OpContext op)
    {
        var attributes = new OnnxAttributes
        {
            ["exclusive"] = op.Attributes.Bool("exclusive", false) ? 1L : 0L,
            ["reverse"] = op.Attributes.Bool("reverse", false) ? 1L : 0L,
        };
        op.Output(op.Emit("CumSum", attributes, op.Input(0), op.ToScalar(op.Cast(op.Input(1), DType.Int64))));
    }

    [TfOp("Cumprod")]
    public static void Cumprod(OpContext op) => op.Output(Scan(op, 1, (scope, state, next) => scope.Node("Mul", [state, next])));

    /// <summary>log(sum(exp)) so far, as max + log(1 + exp(min - max)); the empty sum is minus infinity.</summary>
    [TfOp("CumulativeLogsumexp")]
    public static void CumulativeLogsumexp(OpContext op)
    {
        DType type = Computed(op.Input(0).DType);
        OnnxValue infinity = op.Scalar(type, double.NegativeInfinity), one = op.Scalar(type, 1);
        op.Output(Scan(op, double.NegativeInfinity, (scope, state, next) =>
        {
            OnnxValue max = scope.Node("Max", [state, next]), min = scope.Node("Min", [state, next]);
            OnnxValue ratio = scope.Node("Exp", [scope.Node("Sub", [min, max])]);
            OnnxValue sum = scope.Node("Add", [max, scope.Node("Log", [scope.Node("Add", [one, ratio])])]);
            return scope.Node("Where", [scope.Node("Equal", [max, infinity]), max, sum]);
        }));
    }

    private static DType Computed(DType type) => type is DType.Float16 or DType.BFloat16 ? DType.Float32 : type;

    /// <summary>ONNX Scan along one axis with what was accumulated as its state.</summary>
    private static OnnxValue Scan(OpContext op, double start, Func<OnnxScope, OnnxValue, OnnxValue, OnnxValue> combine)
    {
        OnnxValue input = op.Input(0);
        DType type = input.DType;
        DType computed = Computed(type);
        input = op.Cast(input, computed);
        if (input.Shape is not { } shape || op.IntegersOrNull(1) is not [var given])
        {
            var lines = new AxisLines(op, input, op.Input(1));
            return op.Cast(lines.WithAxis(Scan(op, lines.Value, 1, start, combine)), type);
        }

        int axis = op.Axis(given, input);
        return shape[axis].Is(0) ? op.Input(0) : op.Cast(Scan(op, input, axis, start, combine), type);
    }

    private static OnnxValue Scan(OpContext op, OnnxValue input, int axis, double start, Func<OnnxScope, OnnxValue, OnnxValue, OnnxValue> combine)
    {
        DType computed = input.DType;
        long[] perm = [axis, .. op.AllAxes(input).Where(a => a != axis)];
        OnnxValue moved = op.Transpose(input, perm);
        Dim[] element = moved.Shape![1..];
        OnnxValue initial = op.Fill(op.Slice(op.Shape(moved), 1, long.MaxValue), computed, start);

        // ONNX Runtime does not scan an axis of nothing, so an axis that may be empty is one longer, behind what counts.
        bool reverse = op.Attributes.Bool("reverse", false), mayBeEmpty = !moved.Shape[0].IsKnown;
        if (mayBeEmpty)
        {
            OnnxValue more = op.Unsqueeze(initial, 0);
            moved = reverse ? op.Concat(0, more, moved) : op.Concat(0, moved, more);
        }

        OnnxScope body = op.Scope.Body();
        OnnxValue state = body.Input("state", computed, element), next = body.Input("next", computed, element);
        OnnxValue after = combine(body, state, next);
        body.Return(after);
        body.Return(op.Attributes.Bool("exclusive", false) ? state : after);
        long direction = reverse ? 1 : 0;
        var attributes = new OnnxAttributes
        {
            ["body"] = body, ["num_scan_inputs"] = 1L, ["scan_input_directions"] = new[] { direction }, ["scan_output_directions"] = new[] { direction },
        };
        OnnxValue[] results = op.EmitMany("Scan", 2, attributes, initial, moved);
        OnnxValue scanned = mayBeEmpty ? op.Slice(results[1], reverse ? [1] : [0], [reverse ? long.MaxValue : -1], [0]) : results[1];
        return op.Transpose(scanned, OpContext.Inverse(perm));
    }
}
