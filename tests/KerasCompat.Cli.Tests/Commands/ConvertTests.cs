using KerasCompat.Cli.Tensors;
using KerasCompat.Cli.Tests.Running;
using KerasCompat.Cli.Verification;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using Microsoft.ML.OnnxRuntime;

namespace KerasCompat.Cli.Tests.Commands;

/// <summary>Converted files, run by nothing but ONNX Runtime, give what TensorFlow gave.</summary>
public sealed class ConvertTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("keras2/label_image")]
    [InlineData("keras2/no_inputs")]
    [InlineData("keras2/same_shape_inputs")]
    [InlineData("keras2/default_input")]
    [InlineData("keras3/convolutional")]
    [InlineData("layers/conv2d")]
    [InlineData("layers/dense")]
    [InlineData("layers/lstm")]
    [InlineData("layers/multi_head_attention")]
    [InlineData("perf/mobilenet_v2")]
    public async Task A_converted_file_gives_what_TensorFlow_gave(string model)
    {
        string file = _folder["model.onnx"];

        ToolResult result = await ToolProcess.RunAsync("convert", model, "-o", file, "--signature", Recorded(model).Calls[0].Signature);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(_folder.Path));
        GivesWhatTensorFlowGave(model, file);
    }

    [Fact]
    public async Task Weights_beside_the_file_are_found()
    {
        string file = _folder["model.onnx"];

        ToolResult result = await ToolProcess.RunAsync("convert", "perf/mobilenet_v2", "-o", file, "--external-data");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal([file, file + ".data"], Directory.EnumerateFileSystemEntries(_folder.Path).Order());
        Assert.True(new FileInfo(file).Length < new FileInfo(file + ".data").Length);
        GivesWhatTensorFlowGave("perf/mobilenet_v2", file);
    }

    [Fact]
    public async Task Nothing_is_replaced_unasked()
    {
        string file = _folder["dense.onnx"];
        await File.WriteAllTextAsync(file, "mine", TestContext.Current.CancellationToken);

        ToolResult refused = await ToolProcess.RunAsync("convert", "layers/dense", "-o", file);
        string kept = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        ToolResult forced = await ToolProcess.RunAsync("convert", "layers/dense", "-o", file, "--force");

        Assert.Equal((2, "mine", 0), (refused.ExitCode, kept, forced.ExitCode));
        GivesWhatTensorFlowGave("layers/dense", file);
    }

    [Fact]
    public async Task What_ONNX_cannot_express_is_named_and_nothing_is_written()
    {
        ToolResult result = await ToolProcess.RunAsync("convert", "layers/string_lookup", "-o", _folder["model.onnx"]);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("LookupTableFindV2", Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static RecordedCalls Recorded(string model) => RecordedCalls.Read(TestModels.PathOf(model) + ".cases.json");

    private static void GivesWhatTensorFlowGave(string model, string file)
    {
        RecordedCalls recorded = Recorded(model);
        using var session = new InferenceSession(file);
        foreach (RecordedCall call in recorded.Calls.Where(call => call.Signature == recorded.Calls[0].Signature && call.Inputs.Count == session.InputNames.Count))
        {
            var inputs = call.Inputs.ToDictionary(input => input.Name, input => Value(input.Value));
            using var options = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, inputs, session.OutputNames);
            foreach (NamedTensor expected in call.Outputs)
            {
                OrtValue actual = outputs[session.OutputNames.ToList().IndexOf(expected.Name)];
                Assert.Null(OutputComparer.Compare(expected, Tensor(actual, expected.Value.DType), recorded.Tolerance).Problem);
            }
        }
    }

    private static OrtValue Value(ModelTensor tensor)
    {
        OrtValue value = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance,
            tensor.DType == DType.Float32 ? Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float : Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int32,
            [.. tensor.Shape.ToArray().Select(d => (long)d)]);
        tensor.Bytes.Span.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    private static ModelTensor Tensor(OrtValue value, DType dtype) => ModelTensor.FromBytes(
        dtype,
        [.. value.GetTensorTypeAndShape().Shape.Select(d => (nint)d)],
        value.GetTensorMutableRawData().ToArray());
}
