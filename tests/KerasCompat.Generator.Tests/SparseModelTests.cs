using KerasCompat.Contracts;
using KerasCompat.Generator.Tests.Running;
using KerasCompat.OnnxRuntime;
using KerasCompat.SavedModel;

namespace KerasCompat.Generator.Tests;

/// <summary>A sparse input on its whole way: from the file to the contract, to the client, to the engine, to the right numbers.</summary>
public sealed class SparseModelTests : IDisposable
{
    private readonly SparseModel _model = new();

    private ModelContract Contract => ContractFactory.Create(SavedModelReader.Read(_model.Folder));

    [Fact]
    public void A_sparse_input_is_one_input_of_the_contract()
    {
        ModelContract contract = ContractJson.Read(ContractJson.Write(Contract), "m.contract.json");

        TensorContract bag = contract.FindSignature("serving_default")!.Inputs.Single(input => input.Key == "bag");
        Assert.Equal((TensorEncoding.CooSparse, DType.Float32, "[?,3]"), (bag.Encoding, bag.DType, bag.Shape.ToString()));
        Assert.Equal(["bag/indices:0", "bag/values:0", "bag/shape:0"], bag.GraphTensors);
    }

    [Fact]
    public void The_client_takes_it_as_one_parameter()
    {
        Generated generated = UserProject.OfModel(Contract).WithEngine().Generate().AssertCompiles();

        Assert.Contains(
            """
                        public PredictResult Predict(
                            global::KerasCompat.SparseTensor<float> bag,
                            [global::KerasCompat.KerasShape(2)] global::System.Numerics.Tensors.ReadOnlyTensorSpan<float> bias,
                            global::KerasCompat.SparseTensor<string> words)
                """.ReplaceLineEndings("\n"),
            generated.Text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client.Predict(bag, bias, words)")]
    [InlineData("client.PredictAsync(bag, bias, words).GetAwaiter().GetResult()")]
    public void A_call_gives_what_the_dense_tensors_would(string call)
    {
        using OnnxModelEngine engine = OnnxModelEngine.Load(_model.Folder);

        string result = ClientProgram.Run(Contract, engine, $$"""
            var bag = new SparseTensor<float>(Tensor.Create(new long[] { 0, 2, 1, 0 }, [2, 2]), new float[] { 0.5f, 2 }, 3, 3);
            var words = new SparseTensor<string>(Tensor.Create(new long[] { 0, 1 }, [1, 2]), new[] { "größer" }, 2, 2);
            var bias = Tensor.Create(new float[] { 100, 200 });
            var result = {{call}};
            return string.Join(' ', result.Product) + "; " + string.Join(' ', result.Dense) + "; " + string.Join(' ', result.Text);
            """);

        // [[0,0,.5],[2,0,0],[0,0,0]] times [[1,10],[2,20],[3,30]]; absent elements are -1 and "none".
        Assert.Equal("101.5 215 102 220 100 200; -1 -1 0.5 2 -1 -1 -1 -1 -1; none größer none none", result);
    }

    [Fact]
    public void A_call_may_write_into_the_callers_tensors()
    {
        using OnnxModelEngine engine = OnnxModelEngine.Load(_model.Folder);

        string result = ClientProgram.Run(Contract, engine, """
            var bag = new SparseTensor<float>(Tensor.Create(new long[] { 0, 1 }, [1, 2]), new float[] { 4 }, 1, 3);
            var words = new SparseTensor<ReadOnlyMemory<byte>>(Tensor.Create(new long[] { 0, 0 }, [1, 2]), new ReadOnlyMemory<byte>[] { new byte[] { 255 } }, 1, 2);
            float[] product = new float[2], dense = new float[3];
            var text = new ReadOnlyMemory<byte>[2];
            client.Predict(bag, new float[] { 0, 0 }, words, dense: new TensorSpan<float>(dense, [1, 3]), product: new TensorSpan<float>(product, [1, 2]), text: new TensorSpan<ReadOnlyMemory<byte>>(text, [1, 2]));
            return string.Join(' ', product) + "; " + string.Join(' ', dense) + "; " + Convert.ToHexString(text[0].Span) + " " + Convert.ToHexString(text[1].Span);
            """);

        Assert.Equal("8 80; -1 4 -1; FF 6E6F6E65", result);
    }

    [Fact]
    public void A_sparse_tensor_without_elements_is_one_too()
    {
        using OnnxModelEngine engine = OnnxModelEngine.Load(_model.Folder);

        string result = ClientProgram.Run(Contract, engine, """
            var bag = new SparseTensor<float>(Tensor.Create(new long[0], [0, 2]), Tensor.Create(new float[0], [0]), 1, 3);
            var words = new SparseTensor<string>(Tensor.Create(new long[0], [0, 2]), Tensor.Create(new string[0], [0]), 0, 2);
            var result = client.Predict(bag, new float[] { 1, 2 }, words);
            return string.Join(' ', result.Product) + "; " + string.Join(' ', result.Dense) + "; " + result.Text.Lengths[0];
            """);

        Assert.Equal("1 2; -1 -1 -1; 0", result);
    }

    [Fact]
    public void An_index_outside_the_dense_shape_is_an_error_of_the_call()
    {
        using OnnxModelEngine engine = OnnxModelEngine.Load(_model.Folder);

        var exception = Assert.ThrowsAny<KerasCompatException>(() => ClientProgram.Run(Contract, engine, """
            var bag = new SparseTensor<float>(Tensor.Create(new long[] { 5, 0 }, [1, 2]), new float[] { 4 }, 1, 3);
            var words = new SparseTensor<string>(Tensor.Create(new long[] { 0, 0 }, [1, 2]), new[] { "a" }, 1, 2);
            return client.Predict(bag, new float[2], words).ToString();
            """));

        Assert.Contains("serving_default", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _model.Dispose();
}
