using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Variables;

namespace KerasCompat.Onnx.Translation;

/// <summary>How a node of the graph is run.</summary>
internal enum Run
{
    /// <summary>Fed by the caller.</summary>
    Feed,
    /// <summary>A constant or weight: made wherever it is read.</summary>
    Floating,
    /// <summary>Part of an ONNX model.</summary>
    Onnx,
    /// <summary>A managed kernel.</summary>
    Kernel,
}

/// <summary>Where a node of the graph is run.</summary>
internal sealed class Placement
{
    public Run Run { get; set; }

    public int Phase { get; set; }
}

/// <summary>
/// Divides a graph into phases. In each phase first kernels run, then one ONNX model. A kernel that reads from ONNX runs in the next
/// phase, so that there are no more ONNX models than alternations along any path.
/// </summary>
internal sealed class Partition
{
    private readonly TfGraph _graph;
    private readonly ModelGraphs _model;
    private readonly IKernelCatalog _kernels;
    private readonly HashSet<TfNode> _forced = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<TfNode, Placement> _places = new(ReferenceEqualityComparer.Instance);

    public Partition(TfGraph graph, IReadOnlyList<TfNode> schedule, ModelGraphs model, IKernelCatalog kernels)
    {
        _graph = graph;
        _model = model;
        _kernels = kernels;
        Schedule = schedule;
    }

    public IReadOnlyList<TfNode> Schedule { get; }

    public int Phases { get; private set; }

    public Run RunOf(TfNode node) => _places[node].Run;

    public int PhaseOf(TfNode node) => _places[node].Phase;

    /// <summary>Why a node that runs as a kernel has no ONNX form.</summary>
    public Dictionary<TfNode, string> Reasons { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Runs a node as a kernel from now on; false where it does so already.</summary>
    public bool Force(TfNode node) => _forced.Add(node);

    public void Divide()
    {
        _places.Clear();
        Reasons.Clear();
        Phases = 1;
        var feeds = new HashSet<TfNode>(_graph.Feeds, ReferenceEqualityComparer.Instance);
        foreach (TfNode node in Schedule)
        {
            _places[node] = new Placement { Run = feeds.Contains(node) ? Run.Feed : Classify(node) };
        }

        KernelBridges.Move(Schedule, _graph.Fetches, _places, _kernels);
        foreach (TfNode node in Schedule)
        {
            Placement own = _places[node];
            int phase = 0;
            foreach (TfOutput input in node.InputList)
            {
                Placement before = _places[input.Node];
                phase = Math.Max(phase, before.Run == Run.Onnx && own.Run == Run.Kernel ? before.Phase + 1 : before.Phase);
            }

            foreach (TfNode control in node.ControlInputs)
            {
                // Also through a node that runs in ONNX: it stands in a phase after the kernels that it waits for itself.
                if (_places.TryGetValue(control, out Placement? place))
                {
                    phase = Math.Max(phase, place.Phase);
                }
            }

            own.Phase = own.Run is Run.Feed or Run.Floating ? 0 : phase;
            Phases = Math.Max(Phases, phase + 1);
        }
    }

    private Run Classify(TfNode node)
    {
        if (_forced.Contains(node))
        {
            return Run.Kernel;
        }

        switch (node.Op)
        {
            case "Const":
                return Run.Floating;
            case "VariableV2" or "Variable" when !_model.Variables.IsMutable(node) && _model.Variables.Find(node) is not null:
                return Run.Floating;
            case "ReadVariableOp" when node.InputList.Count > 0 && Immutable(node.InputList[0]):
                return Run.Floating;
            case "VarHandleOp" when !_model.Variables.IsMutable(node):
                return Run.Floating;
        }

        string? refusal = Eligibility.Refusal(node, _model);
        if (refusal is null)
        {
            return Run.Onnx;
        }

        Reasons[node] = refusal;
        return Run.Kernel;
    }

    private bool Immutable(TfOutput handle) =>
        RestorePlan.Origin(handle).Node is { Op: "VarHandleOp" } variable && !_model.Variables.IsMutable(variable) && _model.Variables.Find(variable) is not null;
}
