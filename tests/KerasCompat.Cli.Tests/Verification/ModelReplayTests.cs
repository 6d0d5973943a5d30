using KerasCompat.Cli.Verification;
using KerasCompat.Engines;
using KerasCompat.Onnx;

namespace KerasCompat.Cli.Tests.Verification;

public sealed class ModelReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_call_that_gives_what_was_recorded_passes()
    {
        CaseResult row = Assert.Single(Replay(_ => new FakeEngine(x => x), Case("identity", "1, 2", "1, 2")));

        Assert.Equal((CaseStatus.Pass, 0d, 0d, ""), (row.Status, row.MaxAbsolute, row.MaxRelative, row.Detail));
    }

    [Fact]
    public void A_call_that_gives_something_else_fails_and_tells_the_first_place()
    {
        CaseResult row = Assert.Single(Replay(_ => new FakeEngine(x => [x[0], x[1] + 0.5f]), Case("wrong", "1, 2", "1, 2")));

        Assert.Equal((CaseStatus.Fail, 0.5d, 0.25d), (row.Status, row.MaxAbsolute, row.MaxRelative));
        Assert.Equal("y: 1 of 2 differ, first at [1]: expected 2, got 2.5", row.Detail);
    }

    [Fact]
    public void A_model_that_fails_to_load_gives_a_row_for_each_case()
    {
        CaseResult[] rows = Replay(_ => throw new ModelFormatException("no weights"), Case("a", "1", "1"), Case("b", "1", "1"));

        Assert.Equal([("a", CaseStatus.Error, "no weights"), ("b", CaseStatus.Error, "no weights")], rows.Select(r => (r.Case, r.Status, r.Detail)));
    }

    [Fact]
    public void A_missing_op_is_unsupported_and_named()
    {
        UnsupportedOpsException missing = new("serving_default", [new UnsupportedOp("Betainc", "node", "")]);

        CaseResult row = Assert.Single(Replay(_ => throw missing, Case("a", "1", "1")));

        Assert.Equal((CaseStatus.Unsupported, "unsupported op Betainc"), (row.Status, row.Detail));
    }

    [Fact]
    public void A_call_that_throws_is_an_error_and_the_next_case_runs()
    {
        CaseResult[] rows = Replay(
            _ => new FakeEngine(x => x[0] == 0 ? throw new InvalidOperationException("zero") : x),
            Case("zero", "0", "0"),
            Case("one", "1", "1"));

        Assert.Equal([CaseStatus.Error, CaseStatus.Pass], rows.Select(r => r.Status));
        Assert.Contains("zero", rows[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void All_cases_of_a_model_run_in_order_on_one_engine_that_is_disposed_at_the_end()
    {
        float state = 0;
        int loads = 0;
        FakeEngine? engine = null;

        CaseResult[] rows = Replay(
            _ =>
            {
                loads++;
                return engine = new FakeEngine(x => [state += x[0]]);
            },
            Case("first", "1", "1"),
            Case("second", "1", "2"),
            Case("third", "1", "3"));

        Assert.All(rows, row => Assert.Equal(CaseStatus.Pass, row.Status));
        Assert.Equal((1, true), (loads, engine!.IsDisposed));
    }

    [Fact]
    public void A_file_without_cases_loads_nothing_and_gives_no_row() =>
        Assert.Empty(Replay(_ => throw new InvalidOperationException()));

    [Theory]
    [InlineData("", "is not JSON")]
    [InlineData("[]", "has no list 'cases'")]
    [InlineData("""{"cases": [{"name": "a"}]}""", "case 'a': a case has no text 'signature'")]
    [InlineData("""{"cases": [], "rtol": -1}""", "'rtol' is not a number from 0 up")]
    [InlineData("""{"cases": [{"name": "a", "signature": "s", "outputs": [], "inputs": [{"name": "x", "datatype": "FP99", "shape": [], "data": []}]}]}""", "unknown datatype 'FP99'")]
    [InlineData("""{"cases": [{"name": "a", "signature": "s", "outputs": [], "inputs": [{"name": "x", "datatype": "FP32", "shape": [2147483647, 2147483647, 2147483647], "data": [1]}]}]}""", "has 1 elements instead of")]
    [InlineData("""{"cases": [{"name": "a", "signature": "s", "outputs": [], "inputs": [{"name": "x", "datatype": "INT8", "shape": [1], "data": [128]}]}]}""", "128 does not fit int8")]
    [InlineData("""{"cases": [{"name": "a", "signature": "s", "outputs": [], "inputs": [{"name": "x", "datatype": "FP32", "shape": [1], "data": ["one"]}]}]}""", "\"one\" is not a number")]
    public void A_damaged_file_of_cases_is_one_error_that_says_what_is_wrong(string content, string problem)
    {
        File.WriteAllText(_folder["model.cases.json"], content);

        CaseResult row = Assert.Single(Run(_ => new FakeEngine(x => x)));

        Assert.Equal(CaseStatus.Error, row.Status);
        Assert.Contains(problem, row.Detail, StringComparison.Ordinal);
        Assert.Contains("model.cases.json", row.Detail, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Case(string name, string input, string output) =>
        $$"""
        {"name": "{{name}}", "signature": "serving_default",
         "inputs": [{"name": "x", "datatype": "FP32", "shape": [{{input.Split(',').Length}}], "data": [{{input}}]}],
         "outputs": [{"name": "y", "datatype": "FP32", "shape": [{{output.Split(',').Length}}], "data": [{{output}}]}]}
        """;

    private CaseResult[] Replay(Func<string, IModelEngine> load, params string[] cases)
    {
        File.WriteAllText(_folder["model.cases.json"], $$"""{"rtol": 1e-4, "atol": 1e-5, "tags": ["serve"], "cases": [{{string.Join(',', cases)}}]}""");
        return Run(load);
    }

    private CaseResult[] Run(Func<string, IModelEngine> load)
    {
        var rows = new List<CaseResult>();
        var model = new RecordedModel(_folder["model"], _folder["model.cases.json"]);
        new ModelReplay((folder, _) => load(folder)).Run(model, _ => { }, rows.Add, CancellationToken.None);
        return [.. rows];
    }
}
