using System.Text.Json;
using KerasCompat.Cli.Tests.Running;
using KerasCompat.Contracts;

namespace KerasCompat.Cli.Tests.Commands;

/// <summary>Commands that show, compare, convert and measure.</summary>
public sealed class ModelCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Inspect_shows_a_model_to_a_person()
    {
        ToolResult result = await ToolProcess.RunAsync("inspect", "keras2/label_image");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("PredictResult Predict(ReadOnlyTensorSpan<float> imageInput,", result.Output, StringComparison.Ordinal);
        Assert.Contains("TensorFlow 2.15.1, Keras 2.15.0, Functional", result.Output, StringComparison.Ordinal);
        Assert.Contains("TFSMLayer", result.Output, StringComparison.Ordinal);
        Assert.Contains("engine onnx: runs", result.Output, StringComparison.Ordinal);
        Assert.All(result.Output.Split("Next")[0].Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Contract_writes_the_same_bytes_to_a_file_and_to_standard_output()
    {
        ToolResult printed = await ToolProcess.RunAsync("contract", "keras2/label_image");
        ToolResult written = await ToolProcess.RunAsync("contract", "keras2/label_image", "-o", _folder["x.contract.json"]);

        Assert.Equal((0, 0), (printed.ExitCode, written.ExitCode));
        Assert.Equal(printed.Output, await File.ReadAllTextAsync(_folder["x.contract.json"], TestContext.Current.CancellationToken));
        Assert.NotNull(ContractJson.Read(printed.Output, "x").FindSignature("serving_default"));
    }

    [Fact]
    public async Task Diff_of_a_model_with_its_own_contract_finds_nothing()
    {
        await ToolProcess.RunAsync("contract", "keras2/label_image", "-o", _folder["x.contract.json"]);

        ToolResult result = await ToolProcess.RunAsync("diff", _folder["x.contract.json"], "keras2/label_image");

        Assert.Equal((0, "the same model\n", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("markdown")]
    [InlineData("json")]
    public async Task Diff_says_which_changes_break_callers(string format)
    {
        ToolResult result = await ToolProcess.RunAsync("diff", "keras2/label_image", "keras2/same_shape_inputs", "--format", format);

        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Snapshot.Matches($"diff.{format}", result.Output);
    }

    [Fact]
    public async Task Bench_compares_with_an_ONNX_file()
    {
        string file = _folder["dense.onnx"];

        ToolResult converted = await ToolProcess.RunAsync("convert", "layers/dense", "-o", file);
        ToolResult measured = await ToolProcess.RunAsync("bench", "layers/dense", "--compare", file, "--seconds", "0.1", "--format", "json");

        Assert.Equal((0, "", 0, ""), (converted.ExitCode, converted.Error, measured.ExitCode, measured.Error));
        Assert.Contains("checked by ONNX Runtime", converted.Output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(measured.Output);
        Assert.All(
            ["median_us", "p99_us", "bytes_per_call", "load_ms", "ratio"],
            field => Assert.True(json.RootElement.GetProperty(field).GetDouble() >= 0));
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Check_gives_a_line_for_each_model_and_fails_when_one_does()
    {
        string good = _folder.CopyModel("keras2/label_image", "good");
        await ToolProcess.RunAsync("contract", good, "-o", good + ".contract.json");
        _folder.CopyModel("wrong/flipped_weight", "bin/ignored");
        ToolResult fine = await ToolProcess.RunAsync("check", _folder.Path);
        _folder.CopyModel("wrong/flipped_weight", "flipped");

        ToolResult result = await ToolProcess.RunAsync("check", _folder.Path);

        Assert.Equal((0, 1), (fine.ExitCode, result.ExitCode));
        string[] lines = result.Output.Split('\n');
        Assert.StartsWith($"fail {_folder["flipped"].Replace('\\', '/')}: the 768 bytes at byte 0 do not have the checksum", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            $"ok   {good.Replace('\\', '/')}: TensorFlow 2.15.1, Keras 2.15.0; equals its lock; 900 B of weights complete; 2 of 2 cases pass",
            lines[1]);
    }

    public void Dispose() => _folder.Dispose();
}
