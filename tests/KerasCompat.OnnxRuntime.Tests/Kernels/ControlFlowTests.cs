using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Tests.HandMade;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

public sealed class ControlFlowTests
{
    [Fact]
    public void A_loop_runs_as_long_as_its_condition_holds()
    {
        using OnnxModelEngine engine = new HandMadeModel(DoubleWhileNot(limit: 100)).Load();

        Assert.Equal(128f, Run(engine, 1));
        Assert.Equal(100f, Run(engine, 100));
        Assert.Equal(192f, Run(engine, 3));
    }

    [Fact]
    public void A_loop_can_be_cancelled()
    {
        using OnnxModelEngine engine = new HandMadeModel(DoubleWhileNot(limit: -1)).Load();
        using ModelCall call = engine.Prepare("double", ["x"], ["y"]).Rent();
        Calls.OnnxCallTests.Write(call, 0, [], [0f]);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.ThrowsAny<OperationCanceledException>(() => call.Run(soon.Token));
    }

    [Theory]
    [InlineData(true, 1f)]
    [InlineData(false, 2f)]
    public void A_condition_chooses_the_branch(bool condition, float expected)
    {
        var program = new KernelPrograms("if");
        int chosen = program.Input("condition", DType.Bool);
        int result = program.Kernel("StatelessIf", [chosen], 1, [Constant("then", 1), Constant("else", 2)]);
        using OnnxModelEngine engine = new HandMadeModel(program.Output("y", DType.Float32, result).Program()).Load();

        IReadOnlyDictionary<string, ModelTensor> outputs = engine.Run(
            "if", new Dictionary<string, ModelTensor> { ["condition"] = ModelTensor.FromValues([], [condition]) }, TestContext.Current.CancellationToken);

        Assert.Equal(expected, outputs["y"].Values<float>()[0]);
    }

    [Theory]
    [InlineData(0, 10f)]
    [InlineData(1, 20f)]
    [InlineData(2, 20f)]
    [InlineData(-1, 20f)]
    public void An_index_out_of_range_takes_the_last_branch(int index, float expected)
    {
        var program = new KernelPrograms("case");
        int chosen = program.Input("index", DType.Int32);
        int result = program.Kernel("Case", [chosen], 1, [Constant("first", 10), Constant("second", 20)]);
        using OnnxModelEngine engine = new HandMadeModel(program.Output("y", DType.Float32, result).Program()).Load();

        IReadOnlyDictionary<string, ModelTensor> outputs = engine.Run(
            "case", new Dictionary<string, ModelTensor> { ["index"] = ModelTensor.FromValues([], [index]) }, TestContext.Current.CancellationToken);

        Assert.Equal(expected, outputs["y"].Values<float>()[0]);
    }

    [Fact]
    public void A_failure_in_a_body_names_the_node_there()
    {
        var body = new KernelPrograms("body");
        int gathered = body.Named("lookup", "GatherV2", [body.Integers(1, 2), body.Integers(7), body.Integer(0)], 1, []);
        var program = new KernelPrograms("call");
        int result = program.Kernel("PartitionedCall", [], 1, [body.Output("y", DType.Int32, gathered).Program()]);
        using OnnxModelEngine engine = new HandMadeModel(program.Output("y", DType.Int32, result).Program()).Load();

        ModelCallException failure = Assert.Throws<ModelCallException>(
            () => engine.Run("call"));

        Assert.Contains("GatherV2 'lookup'", failure.Message, StringComparison.Ordinal);
    }

    private static float Run(OnnxModelEngine engine, float x)
    {
        IReadOnlyDictionary<string, ModelTensor> outputs = engine.Run(
            "double", new Dictionary<string, ModelTensor> { ["x"] = ModelTensor.FromValues([], [x]) }, TestContext.Current.CancellationToken);
        return outputs["y"].Values<float>()[0];
    }

    private static SignatureProgram Constant(string name, float value)
    {
        var program = new KernelPrograms(name);
        return program.Output("y", DType.Float32, program.Constant(KernelCase.Values([], value))).Program();
    }

    // while (not (x >= limit)) x = x + x; a negative limit never ends.
    private static SignatureProgram DoubleWhileNot(float limit)
    {
        var condition = new KernelPrograms("condition");
        int x = condition.Input("x", DType.Float32);
        int bound = condition.Constant(KernelCase.Values([], limit));
        condition.Step(
            slot => new OnnxGraph().Input("x", DType.Float32).Input("limit", DType.Float32).Output("less", DType.Bool)
                .Node(limit < 0 ? "Greater" : "Less", ["x", "limit"], ["less"]).Step([x, bound], [slot]),
            out int less);
        condition.Output("less", DType.Bool, less);

        var body = new KernelPrograms("body");
        int value = body.Input("x", DType.Float32);
        body.Step(
            slot => new OnnxGraph().Input("x", DType.Float32).Output("doubled", DType.Float32).Node("Add", ["x", "x"], ["doubled"]).Step([value], [slot]),
            out int doubled);
        body.Output("x", DType.Float32, doubled);

        var program = new KernelPrograms("double");
        int start = program.Input("x", DType.Float32);
        int end = program.Kernel("While", [start], 1, [condition.Program(), body.Program()]);
        return program.Output("y", DType.Float32, end).Program();
    }
}
