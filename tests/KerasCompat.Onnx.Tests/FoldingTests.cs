using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Tests;

public sealed class FoldingTests
{
    [Fact]
    public void A_sum_of_constants_over_an_axis_is_known_while_translating()
    {
        var scope = new OnnxScope();
        OnnxValue data = scope.Constant(Tensors.Of([1L, 2L, 3L], 3)), axes = scope.Constant(Tensors.Of([0L], 1));

        OnnxValue sum = scope.Node("ReduceSum", [data, axes], new OnnxAttributes { ["keepdims"] = 0L });

        Assert.Equal([6L], sum.Constant!.Values<long>());
    }

    [Fact]
    public void Fills_with_different_values_stay_different()
    {
        var scope = new OnnxScope();
        OnnxValue shape = scope.Input("shape", DType.Int64, [2]);
        static OnnxAttributes Value(float value) => new() { ["value"] = Tensors.Of([value], 1) };

        OnnxValue zeros = scope.Node("ConstantOfShape", [shape], Value(0)), ones = scope.Node("ConstantOfShape", [shape], Value(1));

        Assert.NotSame(zeros, ones);
    }

    [Fact]
    public void The_same_node_is_written_once()
    {
        var scope = new OnnxScope();
        OnnxValue x = scope.Input("x", DType.Float32, [Dim.Unknown()]);

        Assert.Same(scope.Node("Relu", [x]), scope.Node("Relu", [x]));
    }

    [Fact]
    public void A_shape_of_which_one_size_is_unknown_becomes_a_constant_target_of_a_reshape()
    {
        var scope = new OnnxScope();
        OnnxValue x = scope.Input("x", DType.Float32, [Dim.Unknown(), 4, 6]);
        OnnxValue batch = scope.Node("Slice", [scope.Node("Shape", [x]), scope.Constant(Tensors.Of([0L], 1)), scope.Constant(Tensors.Of([1L], 1))]);
        OnnxValue target = scope.Node("Concat", [batch, scope.Constant(Tensors.Of([24L], 1))], new OnnxAttributes { ["axis"] = 0L });

        OnnxValue flat = scope.Node("Reshape", [x, target]);

        Assert.Equal([0L, 24L], flat.Producer!.Inputs[1]!.Constant!.Values<long>());
    }

    [Fact]
    public void Transposes_that_undo_each_other_vanish()
    {
        var scope = new OnnxScope();
        OnnxValue x = scope.Input("x", DType.Float32, [Dim.Unknown(), 2, 3, 4]);
        OnnxValue moved = scope.Node("Transpose", [x], new OnnxAttributes { ["perm"] = (long[])[0, 3, 1, 2] });

        OnnxValue back = scope.Node("Transpose", [scope.Node("Relu", [moved])], new OnnxAttributes { ["perm"] = (long[])[0, 2, 3, 1] });

        Assert.Equal("Relu", back.Producer!.OpType);
    }

    [Fact]
    public void No_rows_are_reshaped_to_sizes_computed_at_run_time()
    {
        // [batch, height, width] becomes [batch, height * width], both unknown; -1 could not be inferred from no elements.
        var graph = new SmallGraph().Input("x", DType.Float32, -1, -1, -1).Const("i", Tensors.Of([0], 1)).Const("j", Tensors.Of([1, 2], 2)).Const("zero", Tensors.Scalar(0))
            .Node("shape", "Shape", ["x"], new() { ["out_type"] = SmallGraph.Type(DType.Int32) })
            .Node("batch", "GatherV2", ["shape", "i", "zero"], outputs: [DType.Int32]).Node("sizes", "GatherV2", ["shape", "j", "zero"], outputs: [DType.Int32])
            .Node("area", "Prod", ["sizes", "zero"], new() { ["keep_dims"] = SmallGraph.Bool(true) }, [DType.Int32])
            .Node("target", "ConcatV2", ["batch", "area", "zero"], outputs: [DType.Int32]).Node("y", "Reshape", ["x", "target"]);

        Assert.Equal([0L, 6], graph.Run("y", ("x", Tensors.Of<float>([], 0, 2, 3))).Shape);
    }
}
