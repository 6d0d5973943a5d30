using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using KerasCompat.Build.Building;

namespace KerasCompat.IntegrationTests;

public sealed class SampleTests
{
    [Fact]
    public void QuickStart_prints_what_the_readme_says()
    {
        string printed = Run("QuickStart");

        Assert.All(printed.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(line, Readme(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_code_of_the_readme_is_the_code_of_QuickStart()
    {
        string sample = string.Concat(Directory.EnumerateFiles(Repository.Sample("QuickStart"), "*.cs").Select(File.ReadAllText));
        string[] lines = Regex.Match(Readme(), "```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.All(lines, line => Assert.Contains(line, sample, StringComparison.Ordinal));
    }

    [Fact]
    public void Diabetes_prints_the_progression_that_TensorFlow_recorded()
    {
        // tests/models/trained/diabetes.cases.json, case "one": 257.22906.
        Assert.Contains("257.2", Run("Diabetes"), StringComparison.Ordinal);
    }

    [Fact]
    public void Digits_recognizes_what_the_model_recognized_in_Python()
    {
        Match counts = Regex.Match(Run("Digits"), @"(\d+) of 200 digits recognized");

        Assert.InRange(int.Parse(counts.Groups[1].ValueSpan), 196, 200);
    }

    [Fact]
    public async Task The_web_api_tells_the_cultivar_of_a_wine()
    {
        using JsonDocument data = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.TestModel("trained/wine.data.json"), TestContext.Current.CancellationToken));
        Dictionary<string, float> wine = data.RootElement.GetProperty("inputs").EnumerateObject()
            .ToDictionary(input => Regex.Replace(input.Name, "_(.)", match => match.Groups[1].Value.ToUpperInvariant()), input => input.Value[0][0].GetSingle());
        await using WebSample api = await WebSample.Start(ProgramOf("WebApi"));

        using HttpResponseMessage response = await api.Client.PostAsJsonAsync("/cultivar", wine, TestContext.Current.CancellationToken);

        string answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith($$"""{"number":{{data.RootElement.GetProperty("answers")[0].GetInt32()}},""", answer, StringComparison.Ordinal);
    }

    private static string Run(string sample) => DotnetProcess.Run("dotnet", Repository.Root, ProgramOf(sample)).Expect();

    private static string ProgramOf(string sample) => Path.Combine(Repository.Sample(sample), "bin", Repository.Configuration, "net10.0", sample + ".dll");

    private static string Readme() => File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
}
