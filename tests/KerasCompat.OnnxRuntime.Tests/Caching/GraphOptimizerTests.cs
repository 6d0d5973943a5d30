using KerasCompat.Engines;

namespace KerasCompat.OnnxRuntime.Tests.Caching;

public sealed class GraphOptimizerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kerascompat").FullName;

    /// <summary>Convolutions in a loop: ONNX Runtime writes down a graph of them that it does not read.</summary>
    [Theory]
    [InlineData("layers/conv_lstm_1d")]
    [InlineData("layers/conv_lstm_2d")]
    public void A_model_that_ONNX_Runtime_cannot_read_again_is_kept_as_it_was_translated(string model)
    {
        float[] first = Answer(model);

        Assert.Equal(first, Answer(model));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private float[] Answer(string model)
    {
        using OnnxModelEngine engine = OnnxModelEngine.Load(Path.Combine(TestModels.Root, model), new OnnxModelOptions { CacheFolder = _folder });
        Contracts.SignatureContract signature = engine.Contract.FindSignature("serving_default")!;
        Contracts.TensorContract input = signature.Inputs[0];
        nint[] shape = [.. input.Shape.Dimensions.Select(size => size < 0 ? 2 : (nint)size)];
        ModelTensor ones = ModelTensor.FromValues(shape, Enumerable.Repeat(1f, (int)shape.Aggregate((product, size) => product * size)).ToArray());
        return engine.Run(signature.Key, new Dictionary<string, ModelTensor> { [input.Key] = ones }, TestContext.Current.CancellationToken)
            [signature.Outputs[0].Key].Values<float>().ToArray();
    }
}
