using KerasCompat.Engines;

namespace KerasCompat.OnnxRuntime.Tests.Models;

public sealed class EmptyBatchTests
{
    [Fact]
    public void A_batch_without_rows_gives_a_result_without_rows()
    {
        using OnnxModelEngine engine = OnnxModelEngine.Load(TestModels.PathOf("layers/dense"));

        Assert.Equal(0, Run(engine, [0, 4]).Shape[0]);
    }

    /// <summary>ONNX Runtime's recurrent kernels would end the process.</summary>
    [Theory]
    [InlineData("layers/lstm")]
    [InlineData("layers/gru")]
    [InlineData("layers/simple_rnn")]
    public void An_empty_batch_of_sequences_is_an_error_of_the_call_after_which_others_succeed(string model)
    {
        using OnnxModelEngine engine = OnnxModelEngine.Load(TestModels.PathOf(model));

        Assert.Throws<ModelCallException>(() => Run(engine, [0, 6, 4]));
        Assert.Equal(1, Run(engine, [1, 6, 4]).Shape[0]);
    }

    private static ModelTensor Run(OnnxModelEngine engine, nint[] shape)
    {
        var input = ModelTensor.FromValues(shape, new float[shape.Aggregate((nint)1, (product, size) => product * size)]);
        return engine.Run("serving_default", new Dictionary<string, ModelTensor> { ["x"] = input }, TestContext.Current.CancellationToken).Values.Single();
    }
}
