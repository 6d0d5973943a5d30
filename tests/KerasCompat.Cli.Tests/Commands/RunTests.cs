using System.Text;
using System.Text.Json;
using KerasCompat.Cli.Numpy;
using KerasCompat.Cli.Tests.Running;
using KerasCompat.Cli.Verification;

namespace KerasCompat.Cli.Tests.Commands;

public sealed class RunTests : IDisposable
{
    private const string Image = "[1.6875, -0.46875, 0.03125, 0.40625, -0.78125, 0.0, -0.0, -1.75, 1.015625, 0.59375]";
    private const string Label = "[-0.625, -0.171875]";

    /// <summary>What TensorFlow gave for these inputs: keras2/label_image.cases.json, call1.</summary>
    private const double Score = 0.66274184;

    private static readonly string[] Inputs = [$"image_input=[{Image}]", $"label_input=[{Label}]"];
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Outputs_are_printed_as_JSON()
    {
        ToolResult result = await ToolProcess.RunAsync(["run", "keras2/label_image", .. Inputs]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(Score, ScoreOf(result.Output)[0][0].GetDouble(), 5);
    }

    [Theory]
    [InlineData("out.npy")]
    [InlineData("out.npz")]
    [InlineData("out.json")]
    public async Task Outputs_are_written_to_a_file_which_is_never_replaced_unasked(string file)
    {
        string path = _folder[file];
        string[] arguments = ["run", "keras2/label_image", .. Inputs, "-o", path];

        ToolResult first = await ToolProcess.RunAsync(arguments);
        ToolResult second = await ToolProcess.RunAsync(arguments);
        ToolResult forced = await ToolProcess.RunAsync([.. arguments, "--force"]);

        Assert.Equal((0, 2, 0), (first.ExitCode, second.ExitCode, forced.ExitCode));
        Assert.Contains("exists already", second.Error, StringComparison.Ordinal);
        Assert.Equal(Score, Read(path), 5);
        Assert.Single(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public async Task Inputs_come_from_NumPy_files()
    {
        RecordedCall call = RecordedCalls.Read(TestModels.PathOf("keras2/label_image.cases.json")).Calls[0];
        using (FileStream stream = File.Create(_folder["in.npz"]))
        {
            NpzFile.Write(stream, call.Inputs);
        }

        using (FileStream stream = File.Create(_folder["image.npy"]))
        {
            NpyWriter.Write(stream, call.Inputs[0].Value);
        }

        ToolResult archive = await ToolProcess.RunAsync("run", "keras2/label_image", "@" + _folder["in.npz"]);
        ToolResult mixed = await ToolProcess.RunAsync(
            "run", "keras2/label_image", "image_input=@" + _folder["image.npy"], $"label_input=@{_folder["in.npz"]}:label_input");

        Assert.Equal(Score, ScoreOf(archive.Output)[0][0].GetDouble(), 5);
        Assert.Equal(archive.Output, mixed.Output);
    }

    [Fact]
    public async Task Rows_on_standard_input_give_a_line_each()
    {
        string row = $$"""{"image_input": {{Image}}, "label_input": {{Label}}}""";

        ToolResult result = await ToolProcess.RunAsync(new ToolRun
        {
            Arguments = ["run", "keras2/label_image", "-"],
            Input = Encoding.UTF8.GetBytes($"{row}\n\n{row}\n"),
        });

        string[] lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Equal(Score, ScoreOf(line)[0].GetDouble(), 5));
    }

    [Theory]
    [InlineData("", "kerascompat: standard input: is empty.")]
    [InlineData("{\"image_input\": [1", "kerascompat: standard input, line 1: is not JSON.")]
    [InlineData("{\"image\": [1]}", "kerascompat: standard input, line 1: input 'image': is none of signature 'serving_default'.")]
    public async Task A_pipe_that_ends_too_early_or_gives_wrong_rows_is_told_in_one_line(string input, string error)
    {
        ToolResult result = await ToolProcess.RunAsync(new ToolRun { Arguments = ["run", "keras2/label_image", "-"], Input = Encoding.UTF8.GetBytes(input) });

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith(error, Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image_input=[1, 2, 3]", "its shape is [3], expected [?,10]")]
    [InlineData("image_input=[[nan]]", "it is not JSON")]
    [InlineData("picture=[1]", "input 'picture': is none of signature 'serving_default'. It takes image_input (float32[?,10]), label_input (float32[?,2]).")]
    [InlineData("image_input=@missing.npy", "the file 'missing.npy' does not exist")]
    public async Task A_wrong_input_is_told_in_one_line(string argument, string problem)
    {
        ToolResult result = await ToolProcess.RunAsync("run", "keras2/label_image", argument);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(problem, Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_signature_is_told_with_those_there_are()
    {
        ToolResult result = await ToolProcess.RunAsync("run", "keras2/several_signatures", "--signature", "predict");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("has no signature 'predict'. Choose one with --signature: ", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static JsonElement ScoreOf(string json) => JsonDocument.Parse(json).RootElement.GetProperty("score");

    private static double Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Path.GetExtension(path) switch
        {
            ".npy" => NpyReader.Read(stream).Values<float>()[0],
            ".npz" => NpzFile.Read(stream)["score"].Values<float>()[0],
            _ => JsonDocument.Parse(stream).RootElement.GetProperty("score")[0][0].GetDouble(),
        };
    }
}
