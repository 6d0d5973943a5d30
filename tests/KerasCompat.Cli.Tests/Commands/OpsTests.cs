using KerasCompat.Cli.Tests.Running;

namespace KerasCompat.Cli.Tests.Commands;

public class OpsTests
{
    [Fact]
    public async Task The_table_lists_what_the_engine_runs()
    {
        ToolResult result = await ToolProcess.RunAsync("ops");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("  MatMul ", result.Output, StringComparison.Ordinal);
        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task The_list_in_the_engines_package_is_that_of_today()
    {
        string list = await File.ReadAllTextAsync(Path.Combine(TestModels.Root, "../../src/KerasCompat.OnnxRuntime/Package/ops.txt"), TestContext.Current.CancellationToken);

        ToolResult result = await ToolProcess.RunAsync("ops", "--names");

        Assert.True(
            list.ReplaceLineEndings("\n") == result.Output,
            "ops.txt is out of date: run tools/update-op-lists");
    }

    [Fact]
    public async Task The_page_in_the_documentation_is_the_table_of_today()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(TestModels.Root, "../../docs/ops.md"), TestContext.Current.CancellationToken);

        ToolResult result = await ToolProcess.RunAsync("ops", "--markdown");

        Assert.True(
            page.ReplaceLineEndings("\n") == result.Output,
            "docs/ops.md is out of date: run tools/update-op-lists");
    }
}
