using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;

namespace KerasCompat.Onnx.Tests.Translation;

public sealed class PartitionTests
{
    private static readonly IKernelCatalog Anything = new AnyKernel();

    [Fact]
    public void A_graph_that_is_all_ONNX_is_one_step()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Node("a", "Relu", ["x"]).Node("b", "Neg", ["a"]);

        SignatureProgram program = graph.Translate(Anything, "b");

        Assert.IsType<OnnxStep>(Assert.Single(program.Steps));
    }

    [Fact]
    public void A_kernel_in_the_middle_divides_ONNX_in_two()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1)
            .Node("a", "Relu", ["x"]).Node("k", "OnlyAKernel", ["a"], outputs: [DType.Float32]).Node("b", "Neg", ["k"]);

        SignatureProgram program = graph.Translate(Anything, "b");

        Assert.Equal([typeof(OnnxStep), typeof(KernelStep), typeof(OnnxStep)], program.Steps.Select(s => s.GetType()));
    }

    [Fact]
    public void Kernels_beside_each_other_do_not_divide_ONNX_more_than_once()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Node("a", "Relu", ["x"])
            .Node("k1", "OnlyAKernel", ["a"], outputs: [DType.Float32]).Node("k2", "OnlyAKernelToo", ["a"], outputs: [DType.Float32])
            .Node("b", "AddV2", ["k1", "k2"]);

        SignatureProgram program = graph.Translate(Anything, "b");

        Assert.Equal(2, program.Steps.OfType<OnnxStep>().Count());
    }

    [Fact]
    public void Every_slot_is_written_before_it_is_read()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1)
            .Node("a", "Relu", ["x"]).Node("k", "OnlyAKernel", ["a"], outputs: [DType.Float32]).Node("b", "AddV2", ["k", "a"]);

        SignatureProgram program = graph.Translate(Anything, "b");

        var written = program.Inputs.Select(i => i.Slot).Concat(program.Constants.Select(c => c.Slot)).ToHashSet();
        Assert.All(program.Steps, step =>
        {
            Assert.Subset(written, step.Inputs.ToHashSet());
            written.UnionWith(step.Outputs);
        });
    }

    [Fact]
    public void A_constant_that_a_kernel_reads_has_a_slot_of_its_own()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Const("c", Tensors.Of([7], 1)).Node("k", "OnlyAKernel", ["x", "c"], outputs: [DType.Float32]);

        SignatureProgram program = graph.Translate(Anything, "k");

        Assert.Equal([7], Assert.Single(program.Constants).Value.Values<int>());
    }

    [Fact]
    public void Strings_never_reach_ONNX()
    {
        var graph = new SmallGraph().Input("x", DType.String, -1).Node("y", "Reshape", ["x", "shape"], new() { ["T"] = SmallGraph.Type(DType.String) })
            .Const("shape", Tensors.Of([-1, 1], 2));

        SignatureProgram program = graph.Translate(Anything, "y");

        Assert.IsType<KernelStep>(Assert.Single(program.Steps));
    }

    [Fact]
    public void What_only_carries_numbers_from_kernels_to_kernels_is_run_by_kernels()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1)
            .Node("k1", "OnlyAKernel", ["x"], outputs: [DType.Float32]).Const("axis", Tensors.Of([0]))
            .Node("a", "ExpandDims", ["k1", "axis"]).Node("b", "Squeeze", ["a"]).Node("k2", "OnlyAKernel", ["b"], outputs: [DType.Float32]);

        SignatureProgram program = graph.Translate(Anything, "k2");

        Assert.All(program.Steps, step => Assert.IsType<KernelStep>(step));
    }

    [Theory]
    [InlineData(DType.Int64, 0)]
    [InlineData(DType.Float32, 1)]
    public void Indices_between_kernels_are_counted_by_kernels_and_other_numbers_by_ONNX(DType dtype, int models)
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Node("k1", "OnlyAKernel", ["x"], outputs: [dtype])
            .Node("a", "Mul", ["k1", "k1"], new() { ["T"] = SmallGraph.Type(dtype) }).Node("k2", "OnlyAKernelToo", ["a"], outputs: [DType.Float32]);

        SignatureProgram program = graph.Translate(Anything, "k2");

        Assert.Equal(models, program.Steps.OfType<OnnxStep>().Count());
    }

    [Fact]
    public void What_only_carries_numbers_from_kernels_to_an_output_is_run_by_kernels()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Node("k", "OnlyAKernel", ["x"], outputs: [DType.Float32]).Node("a", "Squeeze", ["k"]);

        SignatureProgram program = graph.Translate(Anything, "a");

        Assert.All(program.Steps, step => Assert.IsType<KernelStep>(step));
    }

    [Theory]
    [InlineData("Neg", "Squeeze", "OnlyAKernel")]
    [InlineData("OnlyAKernel", "Squeeze", "Neg")]
    [InlineData("OnlyAKernel", "Neg", "OnlyAKernel")]
    public void What_computes_or_has_to_do_with_ONNX_stays_in_ONNX(string first, string middle, string last)
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Node("k", "OnlyAKernel", ["x"], outputs: [DType.Float32])
            .Node("a", first, ["k"], outputs: [DType.Float32]).Node("b", middle, ["a"], outputs: [DType.Float32]).Node("c", last, ["b"], outputs: [DType.Float32]);

        SignatureProgram program = graph.Translate(Anything, "c");

        Assert.DoesNotContain(program.Steps.OfType<KernelStep>(), step => step.Node.Name == "b");
    }

    [Fact]
    public void Rows_of_a_large_constant_are_looked_up_where_it_lies()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Const("axis", Tensors.Of([0])).Const("table", Tensors.Of(new float[2000], 1000, 2))
            .Node("k1", "OnlyAKernel", ["x"], outputs: [DType.Int32]).Node("a", "GatherV2", ["table", "k1", "axis"]).Node("k2", "OnlyAKernel", ["a"], outputs: [DType.Float32]);

        SignatureProgram program = graph.Translate(Anything, "k2");

        Assert.Single(program.Steps.OfType<OnnxStep>());
    }

    private sealed class AnyKernel : IKernelCatalog
    {
        public bool CanRun(TfNode node) => true;
    }
}
