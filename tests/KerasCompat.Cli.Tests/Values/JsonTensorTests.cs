using System.Text.Json;
using FsCheck.Xunit;
using KerasCompat.Cli.Tensors;
using KerasCompat.Cli.Terminal;
using KerasCompat.Cli.Tests.Numpy;
using KerasCompat.Cli.Values;
using KerasCompat.Cli.Verification;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Tests.Values;

public class JsonTensorTests
{
    [Property(Arbitrary = [typeof(ArbitraryTensors)])]
    public void What_is_printed_is_read_back(ModelTensor tensor)
    {
        // An empty list does not tell the sizes inside it.
        if (tensor.Count == 0)
        {
            return;
        }

        using var text = new StringWriter();
        JsonOutput.Write(text, json => JsonTensorWriter.Write(json, tensor));
        using JsonDocument document = JsonDocument.Parse(text.ToString());

        ModelTensor read = JsonTensorReader.Read(document.RootElement, tensor.DType);

        Assert.Null(OutputComparer.Compare(new NamedTensor("x", tensor), read, new Tolerance(0, 0)).Problem);
    }

    [Theory]
    [InlineData(DType.UInt8, "256")]
    [InlineData(DType.Int8, "-129")]
    [InlineData(DType.UInt64, "18446744073709551616")]
    [InlineData(DType.Int64, "9223372036854775808")]
    [InlineData(DType.Int32, "1.5")]
    [InlineData(DType.Int32, "true")]
    [InlineData(DType.Bool, "2")]
    [InlineData(DType.Float32, "null")]
    [InlineData(DType.String, "1")]
    [InlineData(DType.String, "{\"base64\": \"*\"}")]
    [InlineData(DType.String, "\"\\ud800\"")]
    public void A_value_that_an_element_cannot_hold_is_refused(DType dtype, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);

        Assert.Throws<FormatException>(() => JsonTensorReader.Read(document.RootElement, dtype));
    }
}
