using KerasCompat.Cli.Terminal;
using KerasCompat.Contracts;
using KerasCompat.Onnx;
using KerasCompat.SavedModel;
using Spectre.Console;

namespace KerasCompat.Cli.Inspection;

/// <summary>Shows a model to a person.</summary>
/// <param name="console">Where it goes.</param>
internal sealed class InspectionReport(IAnsiConsole console)
{
    private const int MostLayers = 40;
    private const int MostOps = 16;

    /// <summary>Shows a model.</summary>
    public void Write(ModelInspection model)
    {
        Head(model);
        foreach (MetaGraphInspection graph in model.MetaGraphs)
        {
            MetaGraph(model, graph);
        }

        Layers(model.Info.Keras);
        Paragraphs("Remarks", [.. Remarks.On(model.Info, [.. model.MetaGraphs.Select(g => g.Contract)]), .. model.MetaGraphs.SelectMany(g => g.CSharp.Remarks).Distinct()]);
        Next(model);
    }

    private static string Plain(string text) => Markup.Escape(Show.OneLine(text));

    private void Head(ModelInspection model)
    {
        KerasInfo? keras = model.Info.Keras;
        console.MarkupLine($"[bold]{Plain(model.Path)}[/]");
        string kind = keras is null ? "no Keras metadata" : $"Keras {keras.Version ?? "3 export"}{(keras.ClassName is null ? "" : $", {keras.ClassName}")}{(keras.Name is null ? "" : $" \"{keras.Name}\"")}";
        Line("written by", $"TensorFlow {model.Info.MetaGraphs[0].TensorFlowVersion ?? "(unknown version)"}, {kind}");
        WeightsSummary? weights = model.Weights;
        Line("weights", weights switch
        {
            null => "none",
            { Problem: not null, Variables: 0 } => "unreadable",
            _ => $"{Show.Count(weights.Parameters, "parameter")} in {Show.Count(weights.Variables, "variable")}, {Show.Bytes(weights.Bytes)}"
                + (weights.TrainingBytes == 0 ? "" : $" (and {Show.Bytes(weights.TrainingBytes)} for training alone)")
                + (weights.Problem is null ? ", checksums right" : ", damaged"),
        });
        Line("graph", Show.Bytes(model.GraphBytes));
        if (keras?.Inputs is { } inputs)
        {
            Line("Keras inputs", string.Join(", ", inputs));
        }

        if (keras?.Outputs is { } outputs)
        {
            Line("Keras outputs", string.Join(", ", outputs));
        }
    }

    private void Line(string label, string text)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().Width(15)).AddColumn();
        grid.AddRow(new Text("  " + label, new Style(Color.Grey)), new Text(Show.OneLine(text)));
        console.Write(grid);
    }

    private void MetaGraph(ModelInspection model, MetaGraphInspection graph)
    {
        console.WriteLine();
        console.MarkupLine($"[bold]Tags {Plain($"[{string.Join(", ", graph.Contract.Tags)}]")}[/]");
        if (graph.Contract.Signatures.Count == 0)
        {
            console.WriteLine("  No signature that can be called.");
        }

        foreach (SignatureContract signature in graph.Contract.Signatures)
        {
            Signature(signature, graph.CSharp.Signatures.GetValueOrDefault(signature.Key), graph.Support[signature.Key]);
        }
    }

    private void Signature(SignatureContract signature, CSharpMethod? method, SignatureSupport support)
    {
        console.WriteLine();
        console.MarkupLine($"  [bold]{Plain(signature.Key)}[/]{(signature.MethodName.Length == 0 ? "" : $" [grey]{Plain(signature.MethodName)}[/]")}");
        if (method is not null)
        {
            console.Write(new Padder(new Text(Show.OneLine(method.Declaration), new Style(Color.Aqua)), new Padding(4, 0, 0, 0)));
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumn("").AddColumn("key").AddColumn("type").AddColumn("shape").AddColumn("C#");
        foreach (TensorContract input in signature.Inputs)
        {
            Row(table, input.Default is null ? "input" : "input, optional", input, method?.Inputs);
        }

        foreach (TensorContract output in signature.Outputs)
        {
            Row(table, "output", output, method?.Outputs);
        }

        console.Write(new Padder(table, new Padding(2, 0, 0, 0)));
        Support(support);
    }

    private static void Row(Table table, string role, TensorContract tensor, IReadOnlyDictionary<string, string>? names)
    {
        string encoding = tensor.Encoding switch
        {
            TensorEncoding.CooSparse => ", sparse",
            TensorEncoding.Composite => ", composite",
            _ => "",
        };
        table.AddRow(
            Markup.Escape(role + encoding),
            Plain(tensor.Key),
            tensor.DType.Name(),
            Markup.Escape(tensor.Shape.ToString()),
            Markup.Escape(names?.GetValueOrDefault(tensor.Key) ?? ""));
    }

    private void Support(SignatureSupport support)
    {
        string text = (support.Problem, support.Missing.Count) switch
        {
            ({ } problem, _) => $"[red]engine onnx: cannot be used:[/] {Plain((problem as ModelFormatException)?.Problem ?? problem.Message)}",
            (_, 0) => "[green]engine onnx: runs[/]"
                + (support.KernelOps.Count == 0 ? "" : $" (in managed kernels: {Plain(string.Join(", ", support.KernelOps))})"),
            _ => $"[yellow]engine onnx: not supported:[/] {Plain(string.Join(", ", support.Missing.Select(Missing).Distinct()))}",
        };
        console.Write(new Padder(new Markup(text), new Padding(4, 0, 0, 0)));
        if (support.Ops.Count > 0)
        {
            string ops = string.Join(", ", support.Ops.Take(MostOps).Select(o => $"{o.Key} {Show.Invariant(o.Value)}"));
            int more = support.Ops.Count - MostOps;
            string total = $"{Show.Count(support.Ops.Sum(o => o.Value), "op")}: {ops}{(more > 0 ? $", {Show.Invariant(more)} more kinds" : "")}";
            console.Write(new Padder(new Text(Show.OneLine(total)), new Padding(4, 0, 0, 0)));
        }
    }

    private static string Missing(UnsupportedOp op) => op.Reason.Length == 0 ? op.Op : $"{op.Op} ({op.Reason})";

    private void Layers(KerasInfo? keras)
    {
        if (keras is null || keras.Layers.Count == 0)
        {
            return;
        }

        IEnumerable<string> layers = keras.Layers.Take(MostLayers).Select(layer => $"{layer.ClassName} \"{layer.Name}\"");
        int more = keras.Layers.Count - MostLayers;
        Paragraphs("Keras layers", [string.Join(", ", layers) + (more > 0 ? $", and {Show.Invariant(more)} more" : "")]);
    }

    private void Paragraphs(string title, IReadOnlyList<string> paragraphs)
    {
        if (paragraphs.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.MarkupLine($"[bold]{title}[/]");
        foreach (string paragraph in paragraphs)
        {
            console.Write(new Padder(new Text(Show.OneLine(paragraph)), new Padding(2, 0, 0, 0)));
        }
    }

    private void Next(ModelInspection model)
    {
        console.WriteLine();
        console.MarkupLine("[bold]Next[/]");
        SignatureSupport[] all = [.. model.MetaGraphs.SelectMany(g => g.Support.Values)];
        string path = Show.OneLine(model.Path);
        IReadOnlyList<string> steps = (model.Problem, all.Length, all.Any(s => s.Missing.Count == 0)) switch
        {
            ({ } problem, _, _) => [(problem as ModelFormatException)?.Remedy ?? "Report the model: the message above says where."],
            (_, 0, _) => ["Save the model again with signatures=..., see tf.saved_model.save."],
            (_, _, false) => ["kerascompat ops", "Another engine may run the model; or open an issue with the ops named above."],
            _ =>
            [
                $"[KerasModel(\"{path}\")] public sealed partial class {model.ClassName};",
                $"kerascompat run {path} ...",
                $"kerascompat verify {path}",
            ],
        };
        foreach (string step in steps)
        {
            // To be copied, so never broken over lines.
            console.WriteUnbroken($"  {Markup.Escape(step)}");
        }
    }
}
