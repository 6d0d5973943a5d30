using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Variables;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Translation;

/// <summary>One attempt to make a program of a divided graph. It goes on after a refusal, so that all refusals are found at once.</summary>
internal sealed class ProgramAttempt
{
    private readonly TfGraph _graph;
    private readonly Partition _partition;
    private readonly ModelGraphs _model;
    private readonly IReadOnlyList<(string Key, TensorShape Shape)> _inputs;
    private readonly IReadOnlyList<string> _outputs;
    private readonly Func<TfGraph, SignatureProgram> _body;
    private readonly Dictionary<TfOutput, int> _slots = [];
    private readonly Dictionary<TfOutput, OnnxValue> _known = [];
    private readonly Dictionary<TfOutput, string> _names = [];
    private readonly List<ProgramConstant> _constants = [];
    private readonly List<ProgramStep> _steps = [];
    private readonly HashSet<TfOutput> _crossing = [];
    private int _slotCount;

    public ProgramAttempt(
        TfGraph graph,
        Partition partition,
        ModelGraphs model,
        IReadOnlyList<(string Key, TensorShape Shape)> inputs,
        IReadOnlyList<string> outputs,
        Func<TfGraph, SignatureProgram> body)
    {
        _graph = graph;
        _partition = partition;
        _model = model;
        _inputs = inputs;
        _outputs = outputs;
        _body = body;
    }

    public SignatureProgram? Program { get; private set; }

    public List<Refusal> Refused { get; } = [];

    /// <summary>Returns whether it succeeded; if not, <see cref="Refused"/> says at which nodes.</summary>
    public bool Run()
    {
        for (int i = 0; i < _graph.Feeds.Count; i++)
        {
            var feed = new TfOutput(_graph.Feeds[i], 0);
            _slots[feed] = _slotCount++;
            _names[feed] = _inputs[i].Key;
        }

        FindCrossings();
        for (int phase = 0; phase < _partition.Phases; phase++)
        {
            AddKernels(phase);
            AddOnnx(phase);
        }

        if (Refused.Count > 0)
        {
            return false;
        }

        Program = new SignatureProgram(_graph.Name, [.. Inputs()], [.. Outputs()], _constants, _steps, _slotCount);
        return true;
    }

    private IEnumerable<ProgramTensor> Inputs()
    {
        for (int i = 0; i < _graph.Feeds.Count; i++)
        {
            TfNode feed = _graph.Feeds[i];
            yield return new ProgramTensor(_inputs[i].Key, feed.OutputTypes[0], Hints.ToShape(FeedShape(i)), _slots[new TfOutput(feed, 0)]);
        }
    }

    private IEnumerable<ProgramTensor> Outputs()
    {
        for (int i = 0; i < _graph.Fetches.Count; i++)
        {
            TfOutput fetch = _graph.Fetches[i];
            OnnxValue? known = _known.GetValueOrDefault(fetch);
            yield return new ProgramTensor(_outputs[i], known?.DType ?? TypeOf(fetch), Hints.ToShape(known?.Shape ?? Hints.Shape(fetch.Node, fetch.Index)), Slot(fetch));
        }
    }

    /// <summary>The placeholder's own shape where it has one: what the signature states is not always so.</summary>
    private Dim[]? FeedShape(int index)
    {
        TfNode feed = _graph.Feeds[index];
        TensorShape own = feed.Op == "Placeholder" ? feed.Attributes.Shape("shape") : TensorShape.UnknownRank;
        return Hints.ToDims(own.HasRank ? own : feed.Op == "_Feed" ? TensorShape.UnknownRank : _inputs[index].Shape);
    }

    /// <summary>Finds what is read outside of the ONNX model that makes it.</summary>
    private void FindCrossings()
    {
        foreach (TfNode node in _partition.Schedule)
        {
            foreach (TfOutput input in node.InputList)
            {
                if (_partition.RunOf(input.Node) == Translation.Run.Onnx
                    && (_partition.RunOf(node) == Translation.Run.Kernel || _partition.PhaseOf(node) != _partition.PhaseOf(input.Node)))
                {
                    _crossing.Add(input);
                }
            }
        }

        foreach (TfOutput fetch in _graph.Fetches)
        {
            _crossing.Add(fetch);
        }
    }

    private void AddKernels(int phase)
    {
        foreach (TfNode node in _partition.Schedule)
        {
            if (_partition.RunOf(node) != Translation.Run.Kernel || _partition.PhaseOf(node) != phase)
            {
                continue;
            }

            if (_partition.Reasons.TryGetValue(node, out string? reason))
            {
                Refused.Add(new Refusal(node, reason));
            }

            AddKernel(node);
        }
    }

    private void AddKernel(TfNode node)
    {
        var outputs = new int[Math.Max(1, node.OutputTypes.Count)];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = Slot(new TfOutput(node, i));
        }

        var inputs = new int[node.InputList.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = Slot(node.InputList[i]);
        }

        var bodies = new List<SignatureProgram>();
        foreach (TfGraph body in _model.Bodies(node))
        {
            try
            {
                bodies.Add(_body(body));
            }
            catch (UnsupportedOpsException unsupported)
            {
                Refused.AddRange(unsupported.Ops.Select(o => new Refusal(new TfNode(o.Node, o.Op, node.Attributes), o.Reason)));
            }
            catch (OpRefusedException refused)
            {
                Refused.Add(Refusal.Of(node, refused));
            }
        }

        _steps.Add(new KernelStep(node, bodies, inputs, outputs));
    }

    private void AddOnnx(int phase)
    {
        var inputs = new List<(TfOutput Output, OnnxValue Value)>();
        var emitter = new SegmentEmitter(_model, (output, scope) =>
        {
            OnnxValue value = External(output, scope);
            inputs.Add((output, value));
            return value;
        });
        var written = new List<TfNode>();
        foreach (TfNode node in _partition.Schedule)
        {
            if (_partition.RunOf(node) != Translation.Run.Onnx || _partition.PhaseOf(node) != phase)
            {
                continue;
            }

            try
            {
                emitter.Emit(node, emitter.Scope);
                written.Add(node);
            }
            catch (OpRefusedException refused)
            {
                Refused.Add(Refusal.Of(node, refused));
            }
        }

        if (Refused.Count == 0 && written.Count > 0)
        {
            Finish(emitter, written, inputs);
        }
    }

    private OnnxValue External(TfOutput output, OnnxScope scope)
    {
        int feed = -1;
        for (int i = 0; i < _graph.Feeds.Count && feed < 0; i++)
        {
            feed = ReferenceEquals(_graph.Feeds[i], output.Node) ? i : -1;
        }

        Dim[]? shape = _known.TryGetValue(output, out OnnxValue? known) ? known.Shape : feed >= 0 ? FeedShape(feed) : Hints.Shape(output.Node, output.Index);
        DType dtype = known?.DType ?? TypeOf(output);
        if (!dtype.CrossesOnnxRuntime())
        {
            throw new OpRefusedException($"it reads {output}, which is {dtype.Name()} and not taken by ONNX Runtime");
        }

        OnnxValue value = scope.Input(_names.GetValueOrDefault(output) ?? $"{output.Node.Name}:{output.Index}", dtype, shape);
        _known[output] = value;
        return value;
    }

    private void Finish(SegmentEmitter emitter, List<TfNode> written, List<(TfOutput Output, OnnxValue Value)> inputs)
    {
        var outputs = new List<(TfOutput Output, OnnxValue Value)>();
        foreach (TfOutput output in _crossing.Where(o => written.Contains(o.Node, ReferenceEqualityComparer.Instance)).ToArray())
        {
            switch (Result(emitter, output))
            {
                case null:
                    break;
                case Translated.Value { Onnx: { IsSequence: false } unknown } when !unknown.DType.CrossesOnnxRuntime():
                    Refused.Add(new Refusal(output.Node, $"its result is {unknown.DType.Name()}, which ONNX Runtime does not hand out"));
                    break;
                case Translated.Value { Onnx.IsSequence: false } value:
                    _known[output] = value.Onnx;
                    outputs.Add((output, value.Onnx));
                    break;
                default:
                    Refused.Add(new Refusal(output.Node, "its result is a list of tensors or a handle that is used outside of ONNX"));
                    break;
            }
        }

        if (Refused.Count > 0 || outputs.Count == 0)
        {
            return;
        }

        IReadOnlyList<string> names = [.. outputs.Select(o => OutputName(o.Output))];
        OnnxModelWriter.Written model = OnnxModelWriter.Write(emitter.Scope, [.. outputs.Select(o => o.Value)], names, _graph.Name, _model.Variables.Map);
        var used = inputs.Where(i => model.UsedInputs.Contains(i.Value)).ToList();
        _steps.Add(new OnnxStep(model.Model, _model.Variables.Folder, [.. used.Select(i => Slot(i.Output))], [.. outputs.Select(o => Slot(o.Output))]));
    }

    private Translated? Result(SegmentEmitter emitter, TfOutput output)
    {
        try
        {
            return emitter.Resolve(output, emitter.Scope);
        }
        catch (OpRefusedException refused)
        {
            Refused.Add(Refusal.Of(output.Node, refused));
            return null;
        }
    }

    private string OutputName(TfOutput output)
    {
        for (int i = 0; i < _graph.Fetches.Count; i++)
        {
            if (_graph.Fetches[i] == output)
            {
                return _outputs[i];
            }
        }

        return $"{output.Node.Name}:{output.Index}";
    }

    private int Slot(TfOutput output)
    {
        if (_slots.TryGetValue(output, out int slot))
        {
            return slot;
        }

        slot = _slotCount++;
        _slots[output] = slot;
        if (_partition.RunOf(output.Node) == Translation.Run.Floating)
        {
            AddFloating(output, slot);
        }

        return slot;
    }

    private void AddFloating(TfOutput output, int slot)
    {
        TfNode node = output.Node;
        ConstantTensor? value = node.Op switch
        {
            "Const" => node.Attributes.Tensor("value"),
            "ReadVariableOp" => _model.Variables.Value(RestorePlan.Origin(node.InputList[0]).Node),
            "VariableV2" or "Variable" => _model.Variables.Value(node),
            _ => null,
        };
        if (value is not null)
        {
            _constants.Add(new ProgramConstant(slot, value));
            return;
        }

        // A handle that a kernel reads is made by a kernel.
        _steps.Add(new KernelStep(node, [], [], [slot]));
    }

    private DType TypeOf(TfOutput output) => output.DType != DType.Invalid ? output.DType : _known.GetValueOrDefault(output)?.DType ?? DType.Invalid;
}
