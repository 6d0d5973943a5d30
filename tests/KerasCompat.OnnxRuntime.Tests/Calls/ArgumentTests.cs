using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;

namespace KerasCompat.OnnxRuntime.Tests.Calls;

public sealed class ArgumentTests : IDisposable
{
    private readonly OnnxModelEngine _engine = new HandMadeModel(SmallPrograms.Add()).Load();

    [Fact]
    public void A_tensor_of_another_element_type_is_refused()
    {
        using ModelCall call = Rent();

        ModelArgumentException refusal = Assert.Throws<ModelArgumentException>(() => { call.WriteInput(0, DType.Float64, [1, 2]); });

        Assert.Equal("Model 'hand_made', signature 'add', input 'x': expected float32[?,2], given float64[1,2].", refusal.Message);
        Assert.Equal("x", refusal.ParamName);
    }

    [Theory]
    [InlineData(new[] { 2 })]
    [InlineData(new[] { 1, 3 })]
    [InlineData(new[] { 1, 1, 2 })]
    [InlineData(new int[0])]
    [InlineData(new[] { -1, 2 })]
    public void A_tensor_of_another_shape_is_refused(int[] shape)
    {
        using ModelCall call = Rent();

        Assert.Throws<ModelArgumentException>(() => { call.WriteInput(0, DType.Float32, [.. shape.Select(d => (nint)d)]); });
    }

    [Fact]
    public void A_tensor_of_more_than_2_GB_is_refused()
    {
        using ModelCall call = Rent();

        Assert.Throws<ModelArgumentException>(() => { call.WriteInput(0, DType.Float32, [nint.MaxValue, 2]); });
    }

    [Fact]
    public void A_call_does_not_run_on_what_another_caller_wrote()
    {
        using (ModelCall first = Rent())
        {
            OnnxCallTests.Write(first, 0, [1, 2], [1f, 2]);
            OnnxCallTests.Write(first, 1, [1, 2], [1f, 2]);
            first.Run(TestContext.Current.CancellationToken);
        }

        using ModelCall second = Rent();
        OnnxCallTests.Write(second, 0, [1, 2], [1f, 2]);

        ModelArgumentException refusal = Assert.Throws<ModelArgumentException>(() => second.Run(CancellationToken.None));
        Assert.Equal("y", refusal.ParamName);
    }

    [Fact]
    public void Outputs_cannot_be_read_before_the_run()
    {
        using (ModelCall first = Rent())
        {
            OnnxCallTests.Write(first, 0, [1, 2], [1f, 2]);
            OnnxCallTests.Write(first, 1, [1, 2], [1f, 2]);
            first.Run(TestContext.Current.CancellationToken);
        }

        using ModelCall second = Rent();

        Assert.Throws<InvalidOperationException>(() => { second.ReadOutput(0, DType.Float32); });
    }

    [Fact]
    public void An_output_is_not_read_as_another_type()
    {
        using ModelCall call = Rent();
        OnnxCallTests.Write(call, 0, [1, 2], [1f, 2]);
        OnnxCallTests.Write(call, 1, [1, 2], [1f, 2]);
        call.Run(TestContext.Current.CancellationToken);

        Assert.Throws<ModelArgumentException>(() => { call.ReadOutput(0, DType.Int32); });
    }

    [Fact]
    public void A_signature_that_is_not_there_is_refused_with_those_that_are()
    {
        ModelArgumentException refusal = Assert.Throws<ModelArgumentException>(() => _engine.Prepare("sub", ["x", "y"], ["sum"]));

        Assert.Contains("'add'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_that_is_not_there_is_refused_with_those_that_are()
    {
        ModelArgumentException refusal = Assert.Throws<ModelArgumentException>(() => _engine.Prepare("add", ["x", "z"], ["sum"]));

        Assert.Contains("'x', 'y'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_without_a_default_cannot_be_left_out() =>
        Assert.Throws<ModelArgumentException>(() => _engine.Prepare("add", ["x"], ["sum"]));

    [Fact]
    public void An_output_that_is_not_there_is_refused() =>
        Assert.Throws<ModelArgumentException>(() => _engine.Prepare("add", ["x", "y"], ["difference"]));

    public void Dispose() => _engine.Dispose();

    private ModelCall Rent() => _engine.Prepare("add", ["x", "y"], ["sum"]).Rent();
}
