using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;

namespace KerasCompat.Onnx.Translation;

/// <summary>
/// Makes a program of a graph: as few ONNX models as possible, with managed kernels between them for what ONNX lacks. A mapping that
/// finds it cannot express its node hands it over to a kernel, and the graph is divided anew.
/// </summary>
internal sealed class ProgramBuilder
{
    private const int DeepestBody = 32;

    private readonly ModelGraphs _model;
    private readonly IKernelCatalog _kernels;
    private readonly int _depth;

    public ProgramBuilder(ModelGraphs model, IKernelCatalog kernels, int depth = 0)
    {
        _model = model;
        _kernels = kernels;
        _depth = depth;
    }

    /// <summary>Translates a graph.</summary>
    /// <param name="graph">The graph, with its passes run.</param>
    /// <param name="inputs">Key and stated shape of each feed.</param>
    /// <param name="outputs">The key of each fetch.</param>
    /// <exception cref="UnsupportedOpsException">Ops that neither ONNX nor a kernel covers; all of them.</exception>
    /// <exception cref="TranslationFailedException">Nothing is missing, but the mapping of an op failed.</exception>
    public SignatureProgram Build(TfGraph graph, IReadOnlyList<(string Key, TensorShape Shape)> inputs, IReadOnlyList<string> outputs)
    {
        IReadOnlyList<TfNode> schedule = graph.Schedule();
        var partition = new Partition(graph, schedule, _model, _kernels);
        while (true)
        {
            partition.Divide();
            var attempt = new ProgramAttempt(graph, partition, _model, inputs, outputs, Body);
            if (attempt.Run())
            {
                return attempt.Program!;
            }

            var unsupported = new List<UnsupportedOp>();
            var defects = new List<Exception>();
            foreach (Refusal refusal in attempt.Refused.DistinctBy(refusal => refusal.Node))
            {
                if (_kernels.CanRun(refusal.Node) && partition.Force(refusal.Node))
                {
                    continue;
                }

                unsupported.Add(new UnsupportedOp(refusal.Node.Op, refusal.Node.Name, refusal.Reason));
                if (refusal.Defect is not null)
                {
                    defects.Add(refusal.Defect);
                }
            }

            if (unsupported.Count > 0)
            {
                throw defects.Count < unsupported.Count
                    ? new UnsupportedOpsException(graph.Name, unsupported)
                    : new TranslationFailedException($"Signature '{graph.Name}'", unsupported[0], defects[0]);
            }
        }
    }

    private SignatureProgram Body(TfGraph body)
    {
        if (_depth >= DeepestBody)
        {
            throw new OpRefusedException($"loops and branches are nested more than {DeepestBody} deep");
        }

        return new ProgramBuilder(_model, _kernels, _depth + 1).Build(
            body,
            [.. body.Feeds.Select(f => (f.Name, Hints.Shape(f, 0) is { } dims ? Hints.ToShape(dims) : TensorShape.UnknownRank))],
            [.. body.Fetches.Select((_, i) => "output_" + i.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
    }
}
