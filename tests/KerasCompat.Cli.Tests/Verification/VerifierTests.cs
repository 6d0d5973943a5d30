using KerasCompat.Cli.Verification;

namespace KerasCompat.Cli.Tests.Verification;

/// <summary>Workers that do not do what they should: the tool itself, asked for something else.</summary>
public class VerifierTests
{
    private static readonly RecordedModel[] Models =
    [
        new(TestModels.PathOf("keras2/label_image"), TestModels.PathOf("keras2/label_image.cases.json")),
        new(TestModels.PathOf("layers/dense"), TestModels.PathOf("layers/dense.cases.json")),
    ];

    [Fact]
    public async Task A_worker_that_ends_costs_its_own_model_and_nothing_else()
    {
        CaseResult[] rows = await VerifyAsync(TimeSpan.FromMinutes(1), "ops");

        Assert.Equal(Models.Select(m => m.Folder), rows.Select(row => row.Model));
        Assert.All(rows, row => Assert.Equal(CaseStatus.Error, row.Status));
        Assert.All(rows, row => Assert.StartsWith("the engine's process", row.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_worker_that_never_answers_is_given_up()
    {
        // Waits for the end of standard input, which does not come.
        CaseResult[] rows = await VerifyAsync(
            TimeSpan.FromSeconds(1), "run", TestModels.PathOf("layers/dense"), "x=-");

        Assert.Equal(Models.Length, rows.Length);
        Assert.All(rows, row => Assert.Equal((CaseStatus.Error, "did not finish within 1 seconds"), (row.Status, row.Detail)));
    }

    private static async Task<CaseResult[]> VerifyAsync(TimeSpan limit, params string[] arguments)
    {
        var worker = new WorkerCommand("dotnet", [Path.Combine(AppContext.BaseDirectory, "KerasCompat.Cli.dll"), .. arguments]);
        var rows = new List<CaseResult>();
        await foreach (IReadOnlyList<CaseResult> model in new Verifier(worker, jobs: 2, limit).RunAsync(Models, TestContext.Current.CancellationToken))
        {
            rows.AddRange(model);
        }

        return [.. rows];
    }
}
