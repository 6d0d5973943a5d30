using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Inference;
using KerasCompat.Onnx.Ops;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Translation;

/// <summary>
/// Writes a run of TensorFlow nodes, and the bodies of the loops and branches among them, as one ONNX graph. What was made before the
/// run becomes an input; constants and weights become initializers.
/// </summary>
internal sealed class SegmentEmitter
{
    /// <summary>ONNX Runtime reads messages nested up to 100 deep (protobuf's limit); a body in a body is nested 3 deeper.</summary>
    private const int DeepestBody = 24;
    private const string Argument = "_Arg";

    private readonly ModelGraphs _model;
    private readonly Func<TfOutput, OnnxScope, OnnxValue> _external;
    private readonly Dictionary<TfOutput, Translated> _values = [];
    private readonly HashSet<TfNode> _written = new(ReferenceEqualityComparer.Instance);
    private int _depth;

    /// <param name="model">The model that the nodes belong to.</param>
    /// <param name="external">Makes a graph input for what was made before.</param>
    public SegmentEmitter(ModelGraphs model, Func<TfOutput, OnnxScope, OnnxValue> external)
    {
        _model = model;
        _external = external;
        Scope = new OnnxScope();
    }

    public OnnxScope Scope { get; }

    public ModelGraphs Model => _model;

    public Translated Resolve(TfOutput output, OnnxScope scope)
    {
        if (_values.TryGetValue(output, out Translated? known))
        {
            return known;
        }

        if (_written.Contains(output.Node))
        {
            throw new OpRefusedException($"output {output.Index} of {output.Node.Op} at node '{output.Node.Name}' has no ONNX form");
        }

        Translated value = Floating(output) ?? new Translated.Value(External(output));
        _values[output] = value;
        return value;
    }

    private OnnxValue External(TfOutput output) => output.DType is DType.Variant or DType.Resource
        ? throw new OpRefusedException($"it reads a {(output.DType == DType.Variant ? "list" : "resource")} that is kept outside of ONNX")
        : _external(output, Scope);

    /// <summary>Writes one node.</summary>
    /// <exception cref="OpRefusedException">It has no ONNX form.</exception>
    public void Emit(TfNode node, OnnxScope scope)
    {
        TfOpEntry entry = TfOpTable.Find(node.Op) ?? throw new OpRefusedException("");
        var context = new OpContext(this, scope, node);
        Emit(entry, context);
        _written.Add(node);
        for (int i = 0; i < context.Outputs.Count; i++)
        {
            if (context.Outputs[i] is { } output)
            {
                Refine(node, i, output);
                _values[new TfOutput(node, i)] = output;
            }
        }
    }

    /// <summary>
    /// A graph that does not keep to its ops' definitions was found out when it was imported, and what a mapping cannot express it refuses. Anything
    /// else that it throws is a mistake in it, which must not pass for either.
    /// </summary>
    internal static void Emit(TfOpEntry entry, OpContext context)
    {
        try
        {
            entry.Emit(context);
        }
        catch (Exception e) when (e is not (OpRefusedException or KerasCompatException or OutOfMemoryException))
        {
            throw OpRefusedException.Failed(e, context.Node);
        }
    }

    /// <summary>Says what an argument of a body stands for.</summary>
    public void Bind(TfNode argument, Translated value) => _values[new TfOutput(argument, 0)] = value;

    /// <summary>Writes a body into a scope and returns its results.</summary>
    /// <param name="body">The body.</param>
    /// <param name="arguments">What its arguments stand for.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="read">The results that are wanted; null for all. Others are null.</param>
    /// <exception cref="OpRefusedException">A node in it has no ONNX form; the message names it.</exception>
    public IReadOnlyList<Translated?> EmitBody(TfGraph body, IReadOnlyList<Translated> arguments, OnnxScope scope, IReadOnlySet<int>? read)
    {
        Require(body, arguments.Count);
        for (int i = 0; i < body.Feeds.Count; i++)
        {
            Bind(body.Feeds[i], arguments[i]);
        }

        return [.. body.Fetches.Select((fetch, i) => read?.Contains(i) == false ? null : Evaluate(fetch, scope))];
    }

    /// <summary>Refuses a body that ONNX cannot hold, or that is not called as it is declared.</summary>
    public static void Require(TfGraph body, int arguments)
    {
        if (body.Effects.Count > 0)
        {
            throw new OpRefusedException($"'{body.Name}' changes variables or tables");
        }

        if (body.Feeds.Count != arguments)
        {
            throw new OpRefusedException($"'{body.Name}' takes {body.Feeds.Count} arguments and is given {arguments}");
        }
    }

    /// <summary>Writes what an output needs and was not written yet, into a scope.</summary>
    /// <exception cref="OpRefusedException">A node has no ONNX form; the message names it.</exception>
    public Translated Evaluate(TfOutput output, OnnxScope scope)
    {
        if (_depth >= DeepestBody)
        {
            throw new OpRefusedException($"loops and branches are nested more than {DeepestBody} deep");
        }

        _depth++;
        try
        {
            foreach (TfNode node in Scheduler.Order([output.Node]))
            {
                if (node.Op != Argument && !_written.Contains(node) && Floating(new TfOutput(node, 0)) is null)
                {
                    EmitInner(node, scope);
                }
            }
        }
        finally
        {
            _depth--;
        }

        return Resolve(output, scope);
    }

    public ConstantTensor Read(Weight weight) => _model.Variables.Read(weight);

    private void EmitInner(TfNode node, OnnxScope scope)
    {
        if (Eligibility.Refusal(node, _model) is { } refusal)
        {
            throw new OpRefusedException(refusal.Length == 0 ? $"{node.Op} at node '{node.Name}' in its body" : $"{node.Op} at node '{node.Name}' in its body: {refusal}");
        }

        try
        {
            Emit(node, scope);
        }
        catch (OpRefusedException refused)
        {
            throw refused.InBody(node);
        }
    }

    /// <summary>What needs no place in the order of things: constants, handles, variables that nothing changes.</summary>
    private Translated? Floating(TfOutput output)
    {
        TfNode node = output.Node;
        switch (node.Op)
        {
            case "Const" when node.Attributes.Type("dtype") is not DType.String && node.Attributes.Tensor("value") is { } tensor:
                return new Translated.Value(Scope.Constant(tensor));
            case "VarHandleOp" or "HashTableV2" or "MutableHashTableV2":
                return new Translated.Handle(node);
            case "ReadVariableOp" when node.InputList.Count > 0 && Resolve(node.InputList[0], Scope) is Translated.Handle handle:
                return Variable(handle.Node);
            case "VariableV2" or "Variable":
                return Variable(node);
            default:
                return null;
        }
    }

    /// <summary>The value of a variable that nothing changes; null for others.</summary>
    public Translated.Value? Variable(TfNode variable) => _model.Variables.IsMutable(variable) ? null : _model.Variables.Find(variable) switch
    {
        { Weight: { } weight } => new Translated.Value(Scope.WeightValue(variable.Name, weight)),
        { Constant: { DType: not DType.String } constant } => new Translated.Value(Scope.Constant(constant)),
        _ => null,
    };

    /// <summary>TensorFlow recorded what it inferred when the graph was made; it fills in what was not inferred here.</summary>
    private static void Refine(TfNode node, int index, Translated output)
    {
        if (output is Translated.Value { Onnx: { IsInitializer: false, IsSequence: false } value } && Hints.Shape(node, index) is { } hint)
        {
            value.Shape = Shapes.Merge(value.Shape, hint);
        }
    }
}
