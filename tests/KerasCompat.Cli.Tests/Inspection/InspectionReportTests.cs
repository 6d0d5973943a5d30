using KerasCompat.Cli.Inspection;
using KerasCompat.Cli.Terminal;

namespace KerasCompat.Cli.Tests.Inspection;

public class InspectionReportTests
{
    public static TheoryData<string> Models => [.. TestModels.WithTruth];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_can_be_shown_with_its_signatures(string model)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var console = new ToolConsole(Stream.Null, output, TextWriter.Null, outputIsTerminal: false, errorIsTerminal: false);
        ModelInspection inspection = ModelInspection.Of(TestModels.PathOf(model));

        new InspectionReport(console.Rich).Write(inspection);

        string text = output.ToString();
        Assert.Null(inspection.Problem);
        Assert.DoesNotContain('\u001b', text);
        Assert.All(
            inspection.MetaGraphs.SelectMany(graph => graph.Contract.Signatures).Where(signature => signature.Key.Length < 40),
            signature => Assert.Contains(Show.OneLine(signature.Key), text, StringComparison.Ordinal));
    }
}
