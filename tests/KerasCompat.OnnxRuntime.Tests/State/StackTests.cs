using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.State;

public sealed class StackTests
{
    [Fact]
    public void What_was_pushed_last_is_popped_first_and_each_call_has_a_stack_of_its_own()
    {
        (string, AttrValue) type = ("T", Type(DType.Float32)), element = ("elem_type", Type(DType.Float32));
        GraphModel model = new GraphModel().Const("size", Scalar(-1)).Const("a", Values([], 1f)).Const("b", Values([2], 2f, 3))
            .Node("stack", "StackV2", ["size"], element)
            .Node("push_a", "StackPushV2", ["stack", "a"], type).Node("push_b", "StackPushV2", ["stack", "b", "^push_a"], type)
            .Node("first", "StackPopV2", ["stack", "^push_b"], element).Node("second", "StackPopV2", ["stack", "^first"], element)
            .Signature("run", [], ("first", DType.Float32), ("second", DType.Float32));
        using OnnxModelEngine engine = model.Load();

        for (int call = 0; call < 2; call++)
        {
            IReadOnlyDictionary<string, ModelTensor> results = engine.Run("run");

            Assert.Equal([2f, 3], results["first"].Values<float>().ToArray());
            Assert.Equal([1f], results["second"].Values<float>().ToArray());
        }
    }

    [Fact]
    public void An_empty_stack_cannot_be_popped()
    {
        GraphModel model = new GraphModel().Const("size", Scalar(-1)).Node("stack", "StackV2", ["size"], ("elem_type", Type(DType.Float32)))
            .Node("pop", "StackPopV2", ["stack"], ("elem_type", Type(DType.Float32))).Signature("run", [], ("pop", DType.Float32));
        using OnnxModelEngine engine = model.Load();

        Assert.Throws<ModelCallException>(() => engine.Run("run"));
    }

    [Theory]
    [InlineData("SaveV2", "writes a file")]
    [InlineData("PyFunc", "Python")]
    [InlineData("IteratorGetNext", "input pipeline")]
    [InlineData("QueueDequeueV2", "input pipeline")]
    public void What_a_loaded_model_does_not_do_is_refused_with_the_reason(string op, string reason)
    {
        GraphModel model = new GraphModel().Const("x", Values([], 1f)).Node("refused", op, ["x"], ("T", Type(DType.Float32)))
            .Node("y", "Identity", ["x", "^refused"], ("T", Type(DType.Float32))).Node("z", "Identity", ["refused"], ("T", Type(DType.Float32)))
            .Signature("run", [], op == "SaveV2" ? ("y", DType.Float32) : ("z", DType.Float32));
        using OnnxModelEngine engine = model.Load();

        Assert.Contains(reason, Assert.ThrowsAny<KerasCompatException>(() => engine.Run("run")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_that_is_batched_is_called_with_what_it_is_given()
    {
        var function = new FunctionDef { Signature = new OpDef { Name = "f" } };
        function.Signature.InputArg.Add(new OpDef.Types.ArgDef { Name = "a", Type = (int)DType.Float32 });
        function.Signature.InputArg.Add(new OpDef.Types.ArgDef { Name = "b", Type = (int)DType.Float32 });
        function.Signature.OutputArg.Add(new OpDef.Types.ArgDef { Name = "r", Type = (int)DType.Float32 });
        function.NodeDef.Add(GraphModel.Definition("sub", "Sub", ["a", "b"], ("T", Type(DType.Float32))));
        function.Ret["r"] = "sub:z:0";
        GraphModel model = new GraphModel().Function(function).Const("x", Values([2], 5f, 6)).Const("captured", Values([], 2f))
            .Node("batched", "BatchFunction", ["x", "captured"], ("f", Function("f")))
            .Signature("run", [], ("batched", DType.Float32));
        using OnnxModelEngine engine = model.Load();

        Assert.Equal([3f, 4], engine.Run("run")["batched"].Values<float>().ToArray());
    }
}
