using System.Text.Json;
using System.Xml.Linq;
using KerasCompat.Cli.Tests.Running;

namespace KerasCompat.Cli.Tests.Commands;

public sealed class VerifyTests : IDisposable
{
    private const string Header = "model\tsignature\tcase\tstatus\tmax_abs\tmax_rel\tmilliseconds\tdetail";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Recorded_calls_of_a_model_pass()
    {
        ToolResult result = await ToolProcess.RunAsync("verify", "keras2/label_image", "--format", "tsv");

        string[] lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.Equal((0, "", Header), (result.ExitCode, result.Error, lines[0]));
        Assert.Equal(["call1", "call2"], lines[1..].Select(line => line.Split('\t')[2]));
        Assert.All(lines[1..], line => Assert.StartsWith("keras2/label_image\tserving_default\t", line, StringComparison.Ordinal));
        Assert.All(lines[1..], line => Assert.Equal("pass", line.Split('\t')[3]));
    }

    [Fact]
    public async Task Every_call_that_TensorFlow_recorded_of_the_test_models_passes()
    {
        ToolResult result = await ToolProcess.RunAsync("verify", "keras2", "keras3", "layers", "ops", "trained", "perf", "--format", "tsv");

        string[] rows = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
        Assert.DoesNotContain(rows, row => row.Split('\t')[3] != "pass");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.True(rows.Length > 400);
    }

    [Fact]
    public async Task A_folder_of_a_hundred_models_is_searched_and_one_bad_model_stops_nothing()
    {
        for (int i = 0; i < 97; i++)
        {
            _folder.CopyModel("layers/dense", $"group{i % 7}/model{i:D2}");
        }

        string damaged = _folder.CopyModel("layers/dense", "group3/damaged");
        File.WriteAllText(Path.Combine(damaged, "saved_model.pb"), "no model");
        File.WriteAllText(_folder.CopyModel("layers/dense", "no_json") + ".cases.json", "{");
        string differing = _folder.CopyModel("layers/dense", "zz_differing") + ".cases.json";
        File.WriteAllText(differing, File.ReadAllText(differing).Replace("\"outputs\": [{\"name\": \"dense\", \"datatype\": \"FP32\"", "\"outputs\": [{\"name\": \"dense\", \"datatype\": \"FP64\"", StringComparison.Ordinal));

        ToolResult result = await ToolProcess.RunAsync("verify", _folder.Path, "--format", "tsv");

        string[][] rows = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('\t'))];
        ILookup<string, string> statuses = rows.ToLookup(row => Path.GetRelativePath(_folder.Path, row[0]).Replace('\\', '/'), row => row[3]);
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.Equal(100, statuses.Count);
        Assert.All(statuses["group3/damaged"].Concat(statuses["no_json"]), status => Assert.Equal("error", status));
        Assert.All(statuses["zz_differing"], status => Assert.Equal("fail", status));
        Assert.Equal(97, statuses.Count(model => model.All(status => status == "pass")));
        Assert.Equal(rows.Select(row => row[0]), rows.Select(row => row[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Text_fits_80_columns_and_has_no_colours_in_a_pipe()
    {
        ToolResult result = await ToolProcess.RunAsync(new ToolRun
        {
            Arguments = ["verify", "keras2/label_image", "keras2/awkward_names"],
            Variables = new Dictionary<string, string> { ["NO_COLOR"] = "1" },
        });

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("3 cases of 2 models: 3 passed, 0 failed, 0 unsupported, 0 errors", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_counts_and_every_output()
    {
        ToolResult result = await ToolProcess.RunAsync("verify", "keras2/label_image", "--format", "json");

        using JsonDocument json = JsonDocument.Parse(result.Output);
        JsonElement first = json.RootElement.GetProperty("cases")[0];
        Assert.Equal(2, json.RootElement.GetProperty("summary").GetProperty("pass").GetInt32());
        Assert.Equal("score", first.GetProperty("outputs")[0].GetProperty("name").GetString());
        Assert.True(first.GetProperty("max_abs").GetDouble() < 1e-5);
    }

    [Fact]
    public async Task JUnit_goes_to_a_file_for_the_pipeline()
    {
        ToolResult result = await ToolProcess.RunAsync("verify", "keras2/label_image", "--format", "junit", "-o", _folder["verify.xml"]);

        XElement suites = XElement.Load(_folder["verify.xml"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Equal("2", (string?)suites.Attribute("tests"));
        Assert.Equal("serving_default: call1", (string?)suites.Descendants("testcase").First().Attribute("name"));
    }

    [Fact]
    public async Task A_path_without_cases_is_told_and_does_not_stop_the_others()
    {
        ToolResult result = await ToolProcess.RunAsync("verify", "missing", "keras2/label_image", "--format", "tsv");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(3, result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_model_whose_calls_are_stateful_is_replayed_on_one_engine()
    {
        ToolResult result = await ToolProcess.RunAsync("verify", "keras2/counter", "--format", "tsv", "--jobs", "2");

        Assert.All(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1), line => Assert.Equal("pass", line.Split('\t')[3]));
    }

    public void Dispose() => _folder.Dispose();
}
