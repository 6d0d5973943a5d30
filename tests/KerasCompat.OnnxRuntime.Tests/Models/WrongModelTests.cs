using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.OnnxRuntime.Tests.Models;

public sealed class WrongModelTests
{
    [Theory]
    [InlineData("checkpoint_only")]
    [InlineData("empty_folder")]
    [InlineData("empty_pb")]
    [InlineData("flipped_weight")]
    [InlineData("frozen_graph.pb")]
    [InlineData("garbage")]
    [InlineData("keras2.h5")]
    [InlineData("keras3.keras")]
    [InlineData("model.tflite")]
    [InlineData("no_variables")]
    [InlineData("short_weights")]
    [InlineData("truncated")]
    [InlineData("not_there")]
    public void What_is_no_usable_model_is_refused_before_a_call(string name)
    {
        ModelFormatException refusal = Assert.Throws<ModelFormatException>(() =>
        {
            using OnnxModelEngine engine = OnnxModelEngine.Load(Path.Combine(TestModels.Root, "wrong", name));
            SignatureContract signature = engine.Contract.Signatures[0];
            engine.Prepare(
                signature.Key, [.. signature.Inputs.Select(input => input.Key)], [.. signature.Outputs.Select(output => output.Key)]);
        });

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refusal.Remedy);
    }

    [Fact]
    public void A_model_that_counts_keeps_its_count()
    {
        using OnnxModelEngine engine = OnnxModelEngine.Load(Path.Combine(TestModels.Root, "keras2", "counter"));
        var two = new Dictionary<string, ModelTensor> { ["by"] = ModelTensor.FromValues([], [2L]) };

        long first = engine.Run("serving_default", two, TestContext.Current.CancellationToken)["count"].Values<long>()[0];
        long second = engine.Run("serving_default", two, TestContext.Current.CancellationToken)["count"].Values<long>()[0];

        Assert.Equal((2, 4), (first, second));
    }
}
