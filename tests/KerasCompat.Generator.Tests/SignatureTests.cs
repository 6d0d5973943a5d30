using KerasCompat.Contracts;
using KerasCompat.Generator.Tests.Running;

namespace KerasCompat.Generator.Tests;

/// <summary>Signatures as published models have them.</summary>
public sealed class SignatureTests
{
    private static readonly TensorContract X = TestContracts.Tensor("x", DType.Float32, -1);
    private static readonly TensorContract Y = TestContracts.Tensor("y", DType.Float32, -1);

    [Fact]
    public void A_signature_without_inputs_is_a_method_without_parameters()
    {
        ModelContract contract = TestContracts.Model(TestContracts.Signature("serving_default", [], [Y]));

        string result = ClientProgram.Run(contract, new FakeEngine(contract, FakeTensor.Of("y", DType.Float32, [1], 2f)), "return client.Predict().ToString();");

        Assert.Equal("PredictResult { Y = [1] { 2 } }", result);
    }

    [Fact]
    public void A_signature_without_outputs_is_a_method_that_returns_nothing()
    {
        ModelContract contract = TestContracts.Model(TestContracts.Signature("reset_state", [], []));
        FakeEngine engine = new(contract);

        ClientProgram.Run(contract, engine, "client.ResetState(); client.ResetStateAsync().GetAwaiter().GetResult(); return \"\";");

        Assert.Equal(2, engine.Runs);
    }

    [Fact]
    public void A_signature_of_hundreds_of_inputs_is_one_method()
    {
        TensorContract[] inputs = [.. Enumerable.Range(0, 214).Select(i => TestContracts.Tensor($"feature_{i}", DType.Int64, -1))];
        ModelContract contract = TestContracts.Model(TestContracts.Signature("serving_default", inputs, [Y]));

        Generated generated = UserProject.OfModel(contract).Generate().AssertCompiles();

        Assert.Equal(214, generated.Client.Signatures[0].Inputs.Count);
    }

    [Theory]
    [InlineData("serving_default", "Predict")]
    [InlineData("infer", "Infer")]
    [InlineData("tensorflow/serving/regress", "TensorflowServingRegress")]
    [InlineData("default_input_alternative:candidate_gen_100", "DefaultInputAlternativeCandidateGen100")]
    [InlineData("transform_signature", "TransformSignature")]
    [InlineData("load", "Load2")]
    [InlineData("client", "Client2")]
    public void A_signature_gives_its_method_the_name_of_its_key(string key, string method) => Assert.Equal(
        method, UserProject.OfModel(TestContracts.Model(TestContracts.Signature(key, [X], [Y]))).Generate().AssertCompiles().Client.Signatures[0].MethodName);

    [Theory]
    [InlineData("image_input", "imageInput", "ImageInput")]
    [InlineData("userId", "userId", "UserId")]
    [InlineData("URL", "url", "URL")]
    [InlineData("URLInput", "urlInput", "URLInput")]
    [InlineData("0/observation", "_0Observation", "_0Observation")]
    [InlineData("query$indices", "queryIndices", "QueryIndices")]
    [InlineData("dense_1/kernel:0", "dense1Kernel0", "Dense1Kernel0")]
    [InlineData("args_0_1", "args0_1", "Args0_1")]
    [InlineData("args_01", "args01", "Args01")]
    [InlineData("left-input", "leftInput", "LeftInput")]
    [InlineData("画像", "画像", "画像")]
    [InlineData("???", "input", "Output")]
    public void A_key_becomes_a_name_in_the_manner_of_csharp(string key, string parameter, string property)
    {
        Assert.Equal(parameter, Parsing.Identifiers.Camel(key, "input"));
        Assert.Equal(property, Parsing.Identifiers.Pascal(key, "output"));
    }

    [Fact]
    public void An_output_of_the_same_key_as_an_input_gets_a_parameter_of_its_own()
    {
        ModelContract contract = TestContracts.OneToOne(X, X);
        FakeEngine engine = new(contract) { Echoes = ("x", "x") };

        string result = ClientProgram.Run(contract, engine, """
            var y = new float[1];
            client.Predict(x: new float[] { 3 }, xOutput: y);
            return y[0].ToString();
            """);

        Assert.Equal("3", result);
    }

    [Fact]
    public void A_tensor_of_unknown_rank_takes_any_shape()
    {
        ModelContract contract = TestContracts.OneToOne(
            TestContracts.Tensor("x", DType.Float32, TensorShape.UnknownRank), TestContracts.Tensor("y", DType.Float32, TensorShape.UnknownRank));

        string result = ClientProgram.Run(contract, new FakeEngine(contract) { Echoes = ("x", "y") }, """
            return client.Predict(Tensor.Create(new float[6], [1, 2, 3])).ToString();
            """);

        Assert.Equal("PredictResult { Y = [1,2,3] { 0, 0, 0, 0, 0, 0 } }", result);
    }

    [Fact]
    public void An_output_that_is_no_scalar_although_the_signature_says_so_is_an_error_of_the_call()
    {
        ModelContract contract = TestContracts.OneToOne(X, TestContracts.Tensor("y", DType.Float32, TensorShape.Scalar));
        FakeEngine engine = new(contract, FakeTensor.Of("y", DType.Float32, [2], 1f, 2f));

        var exception = Assert.Throws<ModelCallException>(() => ClientProgram.Run(contract, engine, "return client.Predict(new float[1]).ToString();"));

        Assert.Contains("output 'y' is a scalar by the signature", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_a_ragged_input_need_not_have_the_same_number_of_rows()
    {
        ModelContract contract = TestContracts.Model(TestContracts.Signature(
            "serving_default",
            [TestContracts.Tensor("args_0", DType.Int32, -1), TestContracts.Tensor("args_0_1", DType.Int64, -1)],
            [Y]));

        string result = ClientProgram.Run(contract, new FakeEngine(contract, FakeTensor.Of("y", DType.Float32, [1], 2f)), """
            return client.Predict(new int[5], new long[3]).ToString();
            """);

        Assert.Equal("PredictResult { Y = [1] { 2 } }", result);
    }

    [Theory]
    [InlineData("client.Predict(new float[1])", "x: float32[1] { 0 }, scale: float32[] { 2.5 }")]
    [InlineData("client.Predict(new float[1], scale: 3)", "x: float32[1] { 0 }, scale: float32[] { 3 }")]
    public void An_input_with_a_default_may_be_left_out(string call, string inputs)
    {
        TensorContract scale = TestContracts.Tensor("scale", DType.Float32, TensorShape.Scalar) with { Default = Literal([], "2.5") };
        ModelContract contract = TestContracts.Model(TestContracts.Signature("serving_default", [scale, X], [Y]));
        FakeEngine engine = new(contract) { Echoes = ("x", "y") };

        ClientProgram.Run(contract, engine, $"return {call}.ToString();");

        Assert.Equal(inputs, string.Join(", ", engine.Inputs.OrderByDescending(input => input.Key).Select(input => input.Describe<float>())));
    }

    [Fact]
    public void A_tensor_with_a_default_may_be_left_out()
    {
        TensorContract weights = TestContracts.Tensor("weights", DType.Float32, 2) with { Default = Literal([2], "1", "NaN") };
        ModelContract contract = TestContracts.Model(TestContracts.Signature("serving_default", [X, weights], [Y]));
        FakeEngine engine = new(contract) { Echoes = ("x", "y") };

        ClientProgram.Run(contract, engine, "return client.Predict(new float[1]).ToString();");

        Assert.Equal("weights: float32[2] { 1, NaN }", engine.Inputs[1].Describe<float>());
    }

    [Theory]
    [InlineData(DType.Bool, "true")]
    [InlineData(DType.Int8, "-128")]
    [InlineData(DType.UInt64, "18446744073709551615")]
    [InlineData(DType.Int64, "-9223372036854775808")]
    [InlineData(DType.Float16, "0.5")]
    [InlineData(DType.Float32, "-Infinity")]
    [InlineData(DType.Float64, "1e-320")]
    [InlineData(DType.BFloat16, "1")]
    [InlineData(DType.String, "YcOpIg==")]
    [InlineData(DType.String, "/w==")]
    public void A_default_of_any_element_type_compiles(DType dtype, string value)
    {
        TensorContract input = TestContracts.Tensor("x", dtype, TensorShape.Scalar) with { Default = Literal([], value) };

        UserProject.OfModel(TestContracts.OneToOne(input, Y)).Generate().AssertCompiles();
    }

    [Fact]
    public void Signatures_that_were_not_asked_for_are_left_out()
    {
        ModelContract contract = TestContracts.Model(TestContracts.Signature("decode", [X], [Y]), TestContracts.Signature("encode", [X], [Y]));

        Generated generated = UserProject.Of("""
            using KerasCompat;
            [KerasModel("Models/m", Signatures = ["encode"])]
            internal sealed partial class Client;
            """, ModelItem.Of("Models/m", contract)).Generate().AssertCompiles();

        Assert.Equal(["encode"], generated.Client.Signatures.Select(signature => signature.Key));
        Assert.DoesNotContain("decode", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_meta_graph_asked_for_by_its_tags_is_taken_and_loaded()
    {
        ModelContract train = TestContracts.Model(TestContracts.Signature("train", [X], [Y])) with { Tags = new(["gpu", "train"]) };

        Generated generated = UserProject.Of("""
            using KerasCompat;
            [KerasModel("Models/m", Tags = ["train", "gpu"])]
            internal sealed partial class Client;
            """, ModelItem.Of("Models/m", TestContracts.LabelImage()), ModelItem.Of("Models/m", train)).WithEngine().Generate().AssertCompiles();

        Assert.Equal("Train", generated.Client.Signatures[0].MethodName);
        Assert.Contains("Tags = [\"gpu\", \"train\"]", generated.Text, StringComparison.Ordinal);
    }

    private static TensorLiteral Literal(long[] shape, params string[] values) => new(new TensorShape(shape), new(values));
}
