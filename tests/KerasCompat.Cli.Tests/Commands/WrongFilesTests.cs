using KerasCompat.Cli.Tests.Running;

namespace KerasCompat.Cli.Tests.Commands;

/// <summary>What people pass by mistake, through every command that takes a model.</summary>
public sealed class WrongFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<TheoryDataRow<string>> WrongFiles() => Directory
        .EnumerateFileSystemEntries(TestModels.PathOf("wrong"))
        .Select(path => Path.GetFileName(path)!)
        .Order(StringComparer.Ordinal)
        .Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(WrongFiles))]
    public async Task Inspect_says_what_is_wrong_in_one_line(string name)
    {
        ToolResult[] results = await Task.WhenAll(ToolProcess.RunAsync("inspect", Wrong(name)), ToolProcess.RunAsync("inspect", Wrong(name), "--json"));

        Assert.All(results, result => IsRefused(result, name));
    }

    [Theory]
    [MemberData(nameof(WrongFiles))]
    public async Task Verify_says_what_is_wrong_in_one_line(string name) => IsRefused(await ToolProcess.RunAsync("verify", Wrong(name)), name);

    [Theory]
    [MemberData(nameof(WrongFiles))]
    public async Task Run_says_what_is_wrong_in_one_line(string name)
    {
        const string Row = "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0]";

        ToolResult result = await ToolProcess.RunAsync("run", Wrong(name), $"image_input={Row}", "label_input=[0, 0]", "-o", _folder["out.json"]);

        IsRefused(result, name);
        NothingIsWritten();
    }

    [Theory]
    [MemberData(nameof(WrongFiles))]
    public async Task Convert_says_what_is_wrong_in_one_line(string name)
    {
        IsRefused(await ToolProcess.RunAsync("convert", Wrong(name), "-o", _folder["out.onnx"]), name);
        NothingIsWritten();
    }

    [Theory]
    [InlineData("flipped_weight")]
    [InlineData("garbage")]
    [InlineData("no_variables")]
    [InlineData("short_weights")]
    [InlineData("truncated")]
    public async Task Verify_gives_a_row_for_each_case_of_a_damaged_model(string name)
    {
        string model = _folder.CopyModel($"wrong/{name}", name);
        File.Copy(TestModels.PathOf("keras2/label_image.cases.json"), model + ".cases.json");

        ToolResult result = await ToolProcess.RunAsync("verify", model, "--format", "tsv");

        string[][] rows = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('\t'))];
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.Equal([("call1", "error"), ("call2", "error")], rows.Select(row => (row[2], row[3])));
        Assert.All(rows, row => Assert.NotEmpty(row[7]));
    }

    public void Dispose() => _folder.Dispose();

    private static string Wrong(string name) => $"wrong/{name}";

    private static void IsRefused(ToolResult result, string name)
    {
        Assert.InRange(result.ExitCode, 1, 2);
        string line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("kerascompat: ", line, StringComparison.Ordinal);
        Assert.Contains(name, line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", line, StringComparison.Ordinal);
    }

    private void NothingIsWritten() => Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
}
