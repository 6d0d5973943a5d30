using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;
using static KerasCompat.OnnxRuntime.Tests.Kernels.StringOps.KernelStrings;

namespace KerasCompat.OnnxRuntime.Tests.State;

/// <summary>Variables that functions read and change, in the order of the calls.</summary>
public sealed class CalledStateTests
{
    private static readonly (string, AttrValue) Float = ("dtype", Type(DType.Float32));

    [Fact]
    public void What_a_call_reads_it_reads_after_the_assignments_that_the_call_waits_for()
    {
        using OnnxModelEngine engine = Model().Node("add", "AssignAddVariableOp", ["v", "one"], Float)
            .Node("call", "StatefulPartitionedCall", ["v", "^add"], Calling("read"))
            .Signature("run", [], ("call", DType.Float32)).Load();

        Assert.Equal(11f, Run(engine, "call"));
    }

    [Fact]
    public void A_call_changes_variables_after_the_reads_that_it_waits_for()
    {
        using OnnxModelEngine engine = Model().Node("before", "StatefulPartitionedCall", ["v"], Calling("read"))
            .Node("call", "StatefulPartitionedCall", ["v", "one", "^before"], Calling("add"))
            .Signature("run", [], ("call", DType.Float32), ("before", DType.Float32)).Load();

        IReadOnlyDictionary<string, ModelTensor> results = engine.Run("run");

        Assert.Equal(10f, results["before"].Values<float>()[0]);
        Assert.Equal(11f, results["call"].Values<float>()[0]);
    }

    [Theory]
    [InlineData(true, 11f)]
    [InlineData(false, 10f)]
    public void A_branch_whose_results_nobody_reads_changes_variables_all_the_same(bool condition, float expected)
    {
        using OnnxModelEngine engine = Model().Placeholder("p", DType.Bool)
            .Node("if", "If", ["p", "v", "one"], ("then_branch", Function("add")), ("else_branch", Function("keep")), ("Tout", Types(DType.Float32)))
            .Node("after", "ReadVariableOp", ["v", "^if"], Float)
            .Signature("run", ["p"], ("after", DType.Float32)).Load();

        var inputs = new Dictionary<string, ModelTensor> { ["p"] = ModelTensor.FromValues<bool>([], [condition]) };

        Assert.Equal(expected, engine.Run("run", inputs, TestContext.Current.CancellationToken)["after"].Values<float>()[0]);
    }

    private static GraphModel Model() => new GraphModel().Variable("v", Values([], 10f)).Const("one", Values([], 1f))
        .Function(Body("read", [("handle", DType.Resource)], "value:value:0", GraphModel.Definition("value", "ReadVariableOp", ["handle"], Float)))
        .Function(Body(
            "add",
            [("handle", DType.Resource), ("change", DType.Float32)],
            "value:value:0",
            GraphModel.Definition("assign", "AssignAddVariableOp", ["handle", "change"], Float),
            GraphModel.Definition("value", "ReadVariableOp", ["handle", "^assign"], Float)))
        .Function(Body("keep", [("handle", DType.Resource), ("change", DType.Float32)], "value:value:0", GraphModel.Definition("value", "ReadVariableOp", ["handle"], Float)));

    private static FunctionDef Body(string name, (string Name, DType DType)[] arguments, string result, params NodeDef[] nodes)
    {
        var function = new FunctionDef { Signature = new OpDef { Name = name } };
        function.Signature.InputArg.Add(arguments.Select(argument => new OpDef.Types.ArgDef { Name = argument.Name, Type = (int)argument.DType }));
        function.Signature.OutputArg.Add(new OpDef.Types.ArgDef { Name = "result", Type = (int)DType.Float32 });
        function.NodeDef.Add(nodes);
        function.Ret["result"] = result;
        return function;
    }

    private static (string, AttrValue)[] Calling(string function) => [("f", Function(function)), ("Tout", Types(DType.Float32))];

    private static float Run(OnnxModelEngine engine, string output) => engine.Run("run")[output].Values<float>()[0];
}
