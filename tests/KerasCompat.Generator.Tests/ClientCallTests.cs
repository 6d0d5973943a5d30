using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Generator.Tests.Running;

namespace KerasCompat.Generator.Tests;

/// <summary>Compiles clients and calls them: what the program wrote must reach the engine under the model's own keys.</summary>
public sealed class ClientCallTests
{
    private static readonly FakeTensor OneScore = FakeTensor.Of("score", DType.Float32, [1, 1], 0.25f);
    private static readonly FakeTensor TwoScores = FakeTensor.Of("score", DType.Float32, [2, 1], 0.25f, 0.75f);

    [Fact]
    public void Arguments_reach_the_engine_under_their_keys()
    {
        FakeEngine engine = new(TestContracts.LabelImage(), TwoScores);

        Call(TestContracts.LabelImage(), engine, """
            var image = Tensor.Create(Enumerable.Range(0, 20).Select(i => (float)i).ToArray(), [2, 10]);
            var label = Tensor.Create(new float[] { 1, 0, 0, 1 }, [2, 2]);
            return client.Predict(labelInput: label, imageInput: image).ToString();
            """);

        Assert.Equal(["serving_default(image_input, label_input) -> score"], engine.Prepared);
        Assert.Equal(["image_input", "label_input"], engine.Inputs.Select(input => input.Key));
        Assert.Equal("label_input: float32[2,2] { 1, 0, 0, 1 }", engine.Inputs[1].Describe<float>());
    }

    [Fact]
    public void Outputs_come_back_as_tensors_of_their_shape()
    {
        string result = Call(TestContracts.LabelImage(), new FakeEngine(TestContracts.LabelImage(), TwoScores), """
            return client.Predict(new ReadOnlyTensorSpan<float>(new float[20], [2, 10]), new ReadOnlyTensorSpan<float>(new float[4], [2, 2])).ToString();
            """);

        Assert.Equal("PredictResult { Score = [2,1] { 0.25, 0.75 } }", result);
    }

    [Fact]
    public void One_row_without_the_batch_dimension_gives_outputs_without_it()
    {
        FakeEngine engine = new(TestContracts.LabelImage(), OneScore);

        string result = Call(TestContracts.LabelImage(), engine, "return client.Predict(new float[10], new float[2]).ToString();");

        Assert.Equal("PredictResult { Score = [1] { 0.25 } }", result);
        Assert.Equal([1, 10], engine.Inputs[0].Shape);
        Assert.Equal([1, 2], engine.Inputs[1].Shape);
    }

    [Fact]
    public void One_row_beside_a_batch_of_one_keeps_the_batch_dimension()
    {
        string result = Call(TestContracts.LabelImage(), new FakeEngine(TestContracts.LabelImage(), OneScore), """
            return client.Predict(new float[10], Tensor.Create(new float[2], [1, 2])).ToString();
            """);

        Assert.Equal("PredictResult { Score = [1,1] { 0.25 } }", result);
    }

    [Fact]
    public void A_call_writes_into_the_tensors_of_the_caller()
    {
        string result = Call(TestContracts.LabelImage(), new FakeEngine(TestContracts.LabelImage(), TwoScores), """
            var score = Tensor.CreateFromShape<float>([2, 1]);
            client.Predict(new ReadOnlyTensorSpan<float>(new float[20], [2, 10]), new ReadOnlyTensorSpan<float>(new float[4], [2, 2]), score);
            return string.Join(" ", score[0, 0], score[1, 0]);
            """);

        Assert.Equal("0.25 0.75", result);
    }

    [Fact]
    public void An_asynchronous_call_takes_tensors_and_gives_the_same_result()
    {
        FakeEngine engine = new(TestContracts.LabelImage(), OneScore);

        string result = Call(TestContracts.LabelImage(), engine, """
            return client.PredictAsync(new float[10], new float[2], CancellationToken.None).GetAwaiter().GetResult().ToString();
            """);

        Assert.Equal("PredictResult { Score = [1] { 0.25 } }", result);
    }

    [Fact]
    public void A_cancelled_call_does_not_run()
    {
        FakeEngine engine = new(TestContracts.LabelImage(), OneScore);

        Assert.ThrowsAny<OperationCanceledException>(() => Call(TestContracts.LabelImage(), engine, """
            return client.PredictAsync(new float[10], new float[2], new CancellationToken(canceled: true)).GetAwaiter().GetResult().ToString();
            """));
        Assert.Equal(0, engine.Runs);
    }

    [Theory]
    [InlineData(
        "new float[9], new float[2]",
        "Model 'Models/m', signature 'serving_default', input 'imageInput' (key 'image_input'): expected float32[?,10] (or [10] for one row), given [9].")]
    [InlineData(
        "Tensor.Create(new float[30], [3, 10]), Tensor.Create(new float[4], [2, 2])",
        "Model 'Models/m', signature 'serving_default', input 'labelInput' (key 'label_input'): expected a batch of 3 as 'imageInput' has, given 2. The inputs of one call have the same number of rows.")]
    [InlineData(
        "new float[10], new float[2], Tensor.CreateFromShape<float>([2])",
        "Model 'Models/m', signature 'serving_default', output 'score' (key 'score'): the output is float32[1], the tensor given for it is [2].")]
    public void A_tensor_that_does_not_fit_is_refused_before_the_engine_sees_it(string arguments, string message)
    {
        FakeEngine engine = new(TestContracts.LabelImage(), OneScore);

        var exception = Assert.Throws<ModelArgumentException>(() => Call(TestContracts.LabelImage(), engine, $"client.Predict({arguments}); return \"\";"));

        Assert.Equal(message, exception.Message);
        Assert.Empty(engine.Inputs);
    }

    [Fact]
    public void A_disposed_client_disposes_its_engine_and_refuses_calls()
    {
        FakeEngine engine = new(TestContracts.LabelImage(), OneScore);

        Assert.Throws<ObjectDisposedException>(() => Call(TestContracts.LabelImage(), engine, """
            client.Dispose();
            return client.Predict(new float[10], new float[2]).ToString();
            """));

        Assert.True(engine.IsDisposed);
    }

    [Fact]
    public void A_model_that_breaks_the_compiled_contract_is_refused_with_the_difference()
    {
        ModelContract retrained = TestContracts.Model(TestContracts.Signature(
            "serving_default",
            [TestContracts.Tensor("image_input", DType.Float32, -1, 10), TestContracts.Tensor("label_input", DType.Float32, -1, 3)],
            [TestContracts.Tensor("score", DType.Float32, -1, 1)]));
        FakeEngine engine = new(retrained, OneScore);

        var exception = Assert.Throws<ModelFormatException>(() => Call(TestContracts.LabelImage(), engine, "return client.ToString()!;"));

        Assert.Contains("input 'label_input': float32[?,2] -> float32[?,3]", exception.Message, StringComparison.Ordinal);
        Assert.True(engine.IsDisposed);
    }

    [Fact]
    public void Code_that_takes_the_interface_can_be_tested_without_a_model()
    {
        string result = Call(TestContracts.LabelImage(), new FakeEngine(TestContracts.LabelImage(), OneScore), """
            IClient seam = client;
            return seam.Predict(new float[10], new float[2]).ToString() + new Client.PredictResult(new float[] { 0.5f });
            """);

        Assert.Equal("PredictResult { Score = [1] { 0.25 } }PredictResult { Score = [1] { 0.5 } }", result);
    }

    private static string Call(ModelContract contract, IModelEngine engine, string body) => ClientProgram.Run(contract, engine, body);
}
