using KerasCompat.Cli.Tests.Running;

namespace KerasCompat.Cli.Tests.Commands;

public class CommandLineTests
{
    [Fact]
    public async Task Help_lists_the_commands()
    {
        ToolResult result = await ToolProcess.RunAsync("--help");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Snapshot.Matches("help", result.Output);
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("contract")]
    [InlineData("diff")]
    [InlineData("verify")]
    [InlineData("run")]
    [InlineData("convert")]
    [InlineData("bench")]
    [InlineData("check")]
    [InlineData("ops")]
    [InlineData("completion")]
    public async Task Every_command_has_help_with_examples_that_fits_80_columns(string command)
    {
        ToolResult result = await ToolProcess.RunAsync(command, "--help");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("\nExamples:\n  ", result.Output, StringComparison.Ordinal);
        Assert.Contains($"kerascompat {command}", result.Output, StringComparison.Ordinal);
        Assert.All(result.Output.Split("Examples:")[0].Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
    }

    [Theory]
    [InlineData("kerascompat: command line: Required command was not provided. See 'kerascompat --help'.\n")]
    [InlineData("kerascompat: command line: Required argument missing for command: 'inspect'. See 'kerascompat inspect --help'.\n", "inspect")]
    [InlineData("kerascompat: command line: Option '--output' is required. See 'kerascompat convert --help'.\n", "convert", "model")]
    [InlineData("kerascompat: command line: --jobs must be 1 or more. See 'kerascompat verify --help'.\n", "verify", "model", "--jobs", "0")]
    [InlineData("kerascompat: missing: does not exist. Give a project file, a model folder, or a folder to search.\n", "check", "missing")]
    public async Task Wrong_usage_is_one_line_and_exit_code_2(string error, params string[] arguments)
    {
        ToolResult result = await ToolProcess.RunAsync(arguments);

        Assert.Equal((2, "", error), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task Debug_shows_the_stack_trace()
    {
        ToolResult result = await ToolProcess.RunAsync("contract", "missing", "--debug");

        Assert.Contains("\n   at KerasCompat.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shells_are_told_what_could_follow()
    {
        ToolResult result = await ToolProcess.RunAsync("[suggest:14]", "kerascompat in");

        Assert.Equal((0, "inspect"), (result.ExitCode, result.Output.Trim()));
    }

    [Fact]
    public async Task A_reader_that_closes_the_pipe_ends_the_tool_with_one_line()
    {
        using var process = ToolProcess.Start(new ToolRun { Arguments = ["ops", "--markdown"] });
        process.StandardOutput.Close();

        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("kerascompat: standard output: was closed", error, StringComparison.Ordinal);
        Assert.InRange(process.ExitCode, 1, 2);
    }

    [Fact]
    public async Task Control_C_ends_the_tool_without_a_trace()
    {
        // Windows has no way to send another process a Ctrl+C.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var process = ToolProcess.Start(new ToolRun { Arguments = ["bench", "layers/dense", "--seconds", "60"], TakesInterrupts = true });
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        System.Diagnostics.Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((130, ""), (process.ExitCode, error));
    }
}
