using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.OnnxRuntime.Tests.Kernels;

namespace KerasCompat.OnnxRuntime.Tests.Calls;

/// <summary>What a call says when one of its steps fails.</summary>
public sealed class FailedStepTests
{
    [Fact]
    public void Values_that_an_op_refuses_are_told_in_the_words_of_the_op()
    {
        ModelCallException failure = Failure("Squeeze", [KernelCase.Vector(1, 2)], ("squeeze_dims", KernelPrograms.Ints(0)));

        Assert.Contains("Squeeze 'Squeeze_0': ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("defect", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_that_no_kernel_means_is_told_as_a_defect_with_what_the_kernel_was_given()
    {
        // A kernel trusts the importer to have checked how many tensors its node reads; here it was not asked.
        ModelCallException failure = Failure("Reshape", [KernelCase.Vector(1, 2)]);

        Assert.Contains("Reshape 'Reshape_0', given int32[2]: IndexOutOfRangeException", failure.Message, StringComparison.Ordinal);
        Assert.Contains("This is a defect of KerasCompat", failure.Message, StringComparison.Ordinal);
        Assert.IsType<IndexOutOfRangeException>(failure.InnerException!.InnerException);
    }

    [Fact]
    public void A_size_that_no_tensor_can_have_is_told_as_that()
    {
        ModelCallException failure = Failure("Tile", [KernelCase.Vector(1, 2), KernelCase.Values<long>([1], long.MaxValue)]);

        Assert.Contains("Tile 'Tile_0': a size or position is larger than any tensor's, given int32[2], int64[1]", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_has_no_value_is_no_defect()
    {
        var program = new KernelPrograms("case");
        int handle = program.Named("w", "VarHandleOp", [], 1, []);
        program.Output("out", DType.Float32, program.Kernel("ReadVariableOp", [handle]));
        using OnnxModelEngine engine = new HandMadeModel(program.Program()).Load();

        var failure = Assert.Throws<ModelCallException>(() => engine.Run("case"));

        Assert.Contains("variable 'w' has no value yet", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("defect", failure.Message, StringComparison.Ordinal);
    }

    private static ModelCallException Failure(string op, SavedModel.Graph.ConstantTensor[] inputs, params (string Name, Testing.TensorFlow.AttrValue Value)[] attributes)
    {
        var program = new KernelPrograms("case");
        program.Output("out", DType.Int32, program.Kernel(op, [.. inputs.Select(program.Constant)], attributes));
        using OnnxModelEngine engine = new HandMadeModel(program.Program()).Load();

        return Assert.Throws<ModelCallException>(() => engine.Run("case"));
    }
}
