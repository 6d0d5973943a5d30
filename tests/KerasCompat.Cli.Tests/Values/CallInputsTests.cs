using System.Text;
using System.Text.Json;
using KerasCompat.Cli.Values;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Tests.Values;

public class CallInputsTests
{
    [Fact]
    public void Nested_lists_give_a_tensor_of_their_shape()
    {
        ModelTensor x = Call(Float("x", -1, 2), "x=[[1, 2.5], [3, \"nan\"]]").Values["x"];

        Assert.Equal([1, 2.5f, 3, float.NaN], x.Values<float>());
        Assert.Equal([2, 2], x.Shape.ToArray());
    }

    [Fact]
    public void A_row_gets_the_batch_dimension_that_it_lacks()
    {
        CallInputs call = Call(Float("x", -1, 2), "x=[1, 2]");

        Assert.Equal([1, 2], call.Values["x"].Shape.ToArray());
        Assert.True(call.IsRow);
    }

    [Theory]
    [InlineData("nan", float.NaN)]
    [InlineData("-inf", float.NegativeInfinity)]
    [InlineData("\"inf\"", float.PositiveInfinity)]
    [InlineData("1e3", 1000f)]
    public void A_single_value_fits_a_shape_of_one_element(string text, float value) =>
        Assert.Equal([value], Call(Float("x", -1, 1), "x=" + text).Values["x"].Values<float>());

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("\"quoted\"", "quoted")]
    [InlineData("[not json", "[not json")]
    [InlineData("{\"base64\": \"AQI=\"}", "\u0001\u0002")]
    [InlineData("", "")]
    [InlineData("a=b", "a=b")]
    public void A_string_input_takes_plain_text_and_JSON(string text, string value)
    {
        ModelTensor x = Call(Tensor("x", DType.String, -1, 1), "x=" + text).Values["x"];

        Assert.Equal(value, Encoding.UTF8.GetString(x.Strings[0].Span));
    }

    [Fact]
    public void A_key_may_hold_an_equals_sign() =>
        Assert.Equal([2f], Call(Float("a=b", -1), "a=b=[2]").Values["a=b"].Values<float>());

    [Theory]
    [InlineData("x=[[1, 2, 3]]", "its shape is [1,3], expected [?,2]. Input 'x' is float32[?,2].")]
    [InlineData("x=[[1, 2], [3]]", "ragged")]
    [InlineData("x=[[1], 2]", "ragged")]
    [InlineData("x=[[1, true]]", "true is not a number")]
    [InlineData("x=[[1, \"one\"]]", "\"one\" is not a number")]
    [InlineData("x=[[1,", "it is not JSON (line 1, byte 3)")]
    [InlineData("x=@missing.npy", "the file 'missing.npy' does not exist")]
    [InlineData("y=[1]", "input 'y': is none of signature 'serving_default'. It takes x (float32[?,2]).")]
    [InlineData("[1]", "[1]: is no input.")]
    [InlineData("@rows.csv", "names no input")]
    public void A_value_that_cannot_be_used_is_refused_with_a_reason(string argument, string reason)
    {
        UsageException error = Assert.Throws<UsageException>(() => Call(Float("x", -1, 2), argument));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_input_is_named_with_its_type()
    {
        UsageException error = Assert.Throws<UsageException>(() => Call(Float("x", -1, 2)));

        Assert.Equal("input 'x': is missing (float32[?,2]). Signature 'serving_default' takes x (float32[?,2]).", error.Message);
    }

    [Fact]
    public void An_input_with_a_default_may_be_left_out()
    {
        TensorContract optional = Float("x", -1) with { Default = new TensorLiteral(new TensorShape(1), new(["1"])) };

        Assert.Empty(Call(optional).Values);
    }

    [Fact]
    public void Rows_are_objects_with_a_member_per_input()
    {
        using JsonDocument row = JsonDocument.Parse("""{"x": [1, 2]}""");

        CallInputs call = CallInputs.OfJson(Signature(Float("x", -1, 2)), Reader(""), row.RootElement);

        Assert.Equal([1f, 2f], call.Values["x"].Values<float>());
    }

    [Fact]
    public void A_row_of_a_signature_with_one_input_may_be_its_bare_value()
    {
        using JsonDocument row = JsonDocument.Parse("[1, 2]");

        CallInputs call = CallInputs.OfJson(Signature(Float("x", -1, 2)), Reader(""), row.RootElement);

        Assert.Equal([1f, 2f], call.Values["x"].Values<float>());
    }

    [Fact]
    public void Standard_input_gives_one_value() =>
        Assert.Equal([1f, 2f], CallInputs.OfArguments(Signature(Float("x", -1, 2)), Reader("[1, 2]"), ["x=-"]).Values["x"].Values<float>());

    [Fact]
    public void Standard_input_cannot_be_used_twice() => Assert.Throws<UsageException>(
        () => CallInputs.OfArguments(Signature(Float("x", -1), Float("y", -1)), Reader("[1]"), ["x=-", "y=-"]));

    [Fact]
    public void A_file_gives_a_string_input_its_bytes()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["any.png"], [0xFF, 0x00]);

        ModelTensor x = Call(Tensor("x", DType.String, -1), $"x=@{folder["any.png"]}").Values["x"];

        Assert.Equal([0xFF, 0x00], x.Strings[0].ToArray());
    }

    private static CallInputs Call(TensorContract input, params string[] arguments) => CallInputs.OfArguments(Signature(input), Reader("never"), arguments);

    private static ValueReader Reader(string standardInput) => new(new MemoryStream(Encoding.UTF8.GetBytes(standardInput)), ImageScaling.None);

    private static SignatureContract Signature(params TensorContract[] inputs) => new("serving_default", "", new(inputs), new([]));

    private static TensorContract Float(string key, params long[] shape) => Tensor(key, DType.Float32, shape);

    private static TensorContract Tensor(string key, DType dtype, params long[] shape) =>
        new(key, null, dtype, new TensorShape(shape), TensorEncoding.Dense, new([key + ":0"]), null);
}
