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
        if (input.Shape is not { } shape)
        {
            throw op.Refuse("the rank of its input is not known");
        }

        int axis = op.Axis(op.Integers(1, "axis")[0], input);
        if (shape[axis].Is(0))
        {
            return op.Input(0);
        }

        long[] perm = [axis, .. op.AllAxes(input).Where(a => a != axis)];
        OnnxValue moved = op.Transpose(input, perm);
        Dim[] element = moved.Shape![1..];
        OnnxValue initial = op.Fill(op.Slice(op.Shape(moved), 1, long.MaxValue), computed, start);

        OnnxScope body = op.Scope.Body();
        OnnxValue state = body.Input("state", computed, element), next = body.Input("next", computed, element);
        OnnxValue after = combine(body, state, next);
        body.Return(after);
        body.Return(op.Attributes.Bool("exclusive", false) ? state : after);
        long direction = op.Attributes.Bool("reverse", false) ? 1 : 0;
        var attributes = new OnnxAttributes
        {
            ["body"] = body, ["num_scan_inputs"] = 1L, ["scan_input_directions"] = new[] { direction }, ["scan_output_directions"] = new[] { direction },
        };
        OnnxValue[] results = op.EmitMany("Scan", 2, attributes, initial, moved);
        return op.Cast(op.Transpose(results[1], OpContext.Inverse(perm)), type);
    }
}
