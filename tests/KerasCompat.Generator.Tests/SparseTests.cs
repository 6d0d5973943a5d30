using KerasCompat.Contracts;
using KerasCompat.Generator.Tests.Running;

namespace KerasCompat.Generator.Tests;

/// <summary>A sparse input is one parameter, and three tensors of one call.</summary>
public sealed class SparseTests
{
    private static readonly FakeTensor Score = FakeTensor.Of("score", DType.Float32, [2], 1f, 2f);

    [Fact]
    public void A_sparse_input_reaches_the_engine_as_indices_values_and_dense_shape()
    {
        ModelContract contract = Sparse(DType.Float32, new TensorShape(-1, 5));
        FakeEngine engine = new(contract, Score);

        ClientProgram.Run(contract, engine, """
            var bag = new SparseTensor<float>(Tensor.Create(new long[] { 0, 1, 1, 4 }, [2, 2]), new float[] { 0.5f, 2 }, 2, 5);
            return client.Predict(new float[2], bag).ToString() + client.PredictAsync(new float[2], bag).GetAwaiter().GetResult();
            """);

        Assert.Equal(["serving_default(x, bag:indices, bag:values, bag:dense_shape) -> score"], engine.Prepared);
        Assert.Equal(
            ["bag:indices: int64[2,2] { 0, 1, 1, 4 }", "bag:values: float32[2] { 0.5, 2 }", "bag:dense_shape: int64[2] { 2, 5 }"],
            [engine.Inputs[1].Describe<long>(), engine.Inputs[2].Describe<float>(), engine.Inputs[3].Describe<long>()]);
    }

    [Fact]
    public void A_sparse_input_of_strings_is_text_or_bytes()
    {
        ModelContract contract = Sparse(DType.String, new TensorShape(-1, -1));
        FakeEngine engine = new(contract, Score);

        ClientProgram.Run(contract, engine, """
            var indices = Tensor.Create(new long[] { 0, 1 }, [1, 2]);
            client.Predict(new float[2], new SparseTensor<ReadOnlyMemory<byte>>(indices, new ReadOnlyMemory<byte>[] { new byte[] { 255 } }, 1, 2));
            return client.Predict(new float[2], new SparseTensor<string>(indices, new[] { "word" }, 1, 2)).ToString();
            """);

        Assert.Equal("bag:values: string[1] { word }", engine.Inputs[2].DescribeStrings());
    }

    [Fact]
    public void A_sparse_input_of_another_rank_is_refused_before_the_engine_sees_it()
    {
        ModelContract contract = Sparse(DType.Float32, new TensorShape(-1, 5));
        FakeEngine engine = new(contract, Score);

        var exception = Assert.Throws<ModelArgumentException>(() => ClientProgram.Run(contract, engine, """
            return client.Predict(new float[2], new SparseTensor<float>(Tensor.Create(new long[3], [1, 3]), new float[1], 1, 2, 3)).ToString();
            """));

        Assert.Contains("input 'bag' (key 'bag:indices'): expected int64[?,2]", exception.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Inputs);
    }

    [Fact]
    public void A_sparse_input_that_is_null_is_refused() => Assert.Throws<ArgumentNullException>(() => ClientProgram.Run(
        Sparse(DType.Float32, new TensorShape(-1, 5)), new FakeEngine(Sparse(DType.Float32, new TensorShape(-1, 5))), "return client.Predict(new float[2], null!).ToString();"));

    [Fact]
    public void A_sparse_input_of_unknown_rank_compiles() =>
        Assert.Empty(UserProject.OfModel(Sparse(DType.Int64, TensorShape.UnknownRank)).Generate().AssertCompiles().Ids);

    private static ModelContract Sparse(DType dtype, TensorShape shape) => TestContracts.Model(TestContracts.Signature(
        "serving_default",
        [
            TestContracts.Tensor("x", DType.Float32, -1),
            TestContracts.Tensor("bag", dtype, shape) with { Encoding = TensorEncoding.CooSparse, GraphTensors = new(["a:0", "b:0", "c:0"]) },
        ],
        [TestContracts.Tensor("score", DType.Float32, -1)]));
}
