using System.Globalization;
using KerasCompat.Contracts;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Graph;

/// <summary>
/// Takes from a meta graph what a result needs, with the functions that are called written out in place of their calls. The graph is cut
/// at what is fed, whatever op stands there.
/// </summary>
internal sealed class GraphImporter
{
    private const int DeepestCall = 128;
    private const int MostNodes = 2_000_000;
    private const long MostWaits = 20_000_000;

    private readonly FunctionLibrary _functions;
    private readonly EffectfulFunctions _effectful;
    private readonly Dictionary<string, NodeDef> _root = new(StringComparer.Ordinal);
    private readonly OpSignatures _signatures;
    private readonly RepeatedValues _repeated = new();
    private readonly string _path;
    private int _created;
    private long _waits;
    private bool _changesState;

    /// <param name="graph">The meta graph.</param>
    /// <param name="path">The model's folder, for messages.</param>
    public GraphImporter(MetaGraphDef graph, string path)
    {
        _path = path;
        _signatures = new OpSignatures(graph);
        _functions = new FunctionLibrary(graph.GraphDef.Library);
        _effectful = new EffectfulFunctions(_functions);
        foreach (NodeDef node in graph.GraphDef.Node)
        {
            _root[node.Name] = node;
        }
    }

    /// <summary>The graph between tensors that are fed and tensors that are fetched.</summary>
    /// <param name="name">A name for messages.</param>
    /// <param name="feeds">Names of the tensors to cut at, with the element type that the caller states.</param>
    /// <param name="fetches">Names of the tensors wanted.</param>
    /// <param name="targets">Names of nodes that must run for their effects.</param>
    public TfGraph Import(string name, IReadOnlyList<Feed> feeds, IReadOnlyList<string> fetches, IReadOnlyList<string> targets)
    {
        _created = 0;
        _waits = 0;
        ImportScope scope = RootScope();
        var placeholders = new List<TfNode>();
        foreach (Feed feed in feeds)
        {
            // Several inputs may feed one tensor: each gets a node of its own, and the first one is read.
            (string node, int index) = TensorName.Parse(feed.Tensor);
            placeholders.Add(Placeholder(feed, node));
            scope.Feed(node, index, new TfOutput(placeholders[^1], 0));
        }

        IReadOnlyList<NodeDef> reached = Reached(scope, fetches, targets);
        _changesState = _effectful.HasEffect(reached);
        Build(scope, reached, depth: 0);
        var outputs = fetches.Select(f => scope.Resolve(TensorName.Parse(f).Node, TensorName.Parse(f).Index)).ToList();

        // What a result needs runs as a whole: a call also with what changes state beside its results.
        IEnumerable<TfNode> effects = scope.Built.Values.SelectMany(bound => bound.Effects);
        return new TfGraph(name, placeholders, outputs, [.. effects.Concat(SideEffects.Before(outputs.Select(o => o.Node))).Distinct()]);
    }

    /// <summary>Whether anything between tensors that are fed and tensors that are fetched changes state, also in functions that are called.</summary>
    /// <param name="feeds">Names of the tensors to cut at.</param>
    /// <param name="fetches">Names of the tensors wanted.</param>
    public bool ChangesState(IEnumerable<string> feeds, IReadOnlyList<string> fetches)
    {
        ImportScope scope = RootScope();
        foreach (string feed in feeds)
        {
            (string node, int index) = TensorName.Parse(feed);
            scope.Feed(node, index, default);
        }

        return _effectful.HasEffect(Reached(scope, fetches, []));
    }

    /// <summary>The body of a function, with nodes that stand for its arguments.</summary>
    public TfGraph ImportFunction(string name)
    {
        FunctionDef function = Function(name);
        var arguments = new List<TfNode>();
        foreach (ArgDef argument in function.Signature.InputArg)
        {
            Dictionary<string, AttrValue> attributes = function.ArgAttr(arguments.Count);
            arguments.Add(new TfNode(argument.Name, "_Arg", new NodeAttributes(attributes, null)) { OutputTypes = [DTypes.FromNumber(argument.Type)] });
        }

        _created = 0;
        _waits = 0;
        _changesState = _effectful.Has(name);
        BoundNode body = Instantiate(function, new NodeAttributes(new Dictionary<string, AttrValue>(), null), [.. arguments.Select(a => new TfOutput(a, 0))], [], [], "", depth: 0);
        return new TfGraph(name, arguments, body.Outputs!, body.Effects);
    }

    private ImportScope RootScope() => new(_path, "", _root, null);

    private static IReadOnlyList<NodeDef> Reached(ImportScope scope, IReadOnlyList<string> fetches, IReadOnlyList<string> targets) =>
        ImportOrder.Of(scope, [.. fetches.Select(f => TensorName.Parse(f).Node), .. targets]);

    private FunctionDef Function(string name) => _functions.Find(name) is { } function
        ? function
        : throw Broken($"function '{name}'", "the graph calls it but the library has no such function");

    private TfNode Placeholder(Feed feed, string nodeName)
    {
        NodeDef? node = _root.GetValueOrDefault(nodeName);
        bool own = node?.Op is "Placeholder" or "PlaceholderV2" or "PlaceholderWithDefault";
        var attributes = new NodeAttributes(node?.Attr ?? (IReadOnlyDictionary<string, AttrValue>)new Dictionary<string, AttrValue>(), node is null ? null : _signatures.Find(node.Op));
        DType dtype = own ? attributes.Type("dtype", feed.DType) : feed.DType;
        return new TfNode(feed.Tensor, own ? "Placeholder" : "_Feed", attributes) { OutputTypes = [dtype] };
    }

    private void Build(ImportScope scope, IReadOnlyList<NodeDef> reached, int depth)
    {
        foreach (NodeDef definition in reached)
        {
            if (!scope.Built.ContainsKey(definition.Name))
            {
                scope.Built[definition.Name] = Build(scope, definition, depth);
            }
        }

        scope.BackEdges?.ForEach(edge => edge.Merge.InputList[edge.Position] = scope.Resolve(edge.Input));
    }

    private BoundNode Build(ImportScope scope, NodeDef definition, int depth)
    {
        var data = new List<TfOutput>(definition.Input.Count);
        var before = new List<TfNode>();
        var touched = new List<TfNode>();
        List<(int Position, string Input)>? back = null;
        for (int i = 0; i < definition.Input.Count; i++)
        {
            string input = definition.Input[i];
            (string source, bool control) = TensorName.Source(input);
            if (!control && scope.IsBackEdge(definition, source))
            {
                (back ??= []).Add((data.Count, input));
                data.Add(default);
            }
            else if (!control)
            {
                data.Add(scope.Resolve(input));
            }
            else if (!scope.IsArgument(source) && !scope.IsWhollyFed(source))
            {
                before.AddRange(scope.Bound(source).Anchors);
                touched.AddRange(scope.Bound(source).Touches);
            }
        }

        var attributes = new NodeAttributes(Substitute(definition.Attr, scope.CallAttributes), _signatures.Find(definition.Op));
        if (CalledFunction(definition, attributes) is { } function)
        {
            return Instantiate(function, attributes, data, before, touched, scope.Prefix + definition.Name + "/", depth + 1);
        }

        if (_signatures.Stated(definition.Op) is { } stated && DefinitionCheck.Problem(stated, attributes, data.Count) is { } problem)
        {
            throw scope.Broken($"{definition.Op} node '{scope.Prefix}{definition.Name}'", problem);
        }

        if (definition.Op == "Const" && _repeated.Problem(definition) is { } excess)
        {
            throw scope.Broken($"Const node '{scope.Prefix}{definition.Name}'", excess);
        }

        TfNode node = NewNode(scope.Prefix + definition.Name, definition.Op, attributes);
        node.CallsEffects = _changesState && _effectful.Calls(definition);
        node.InputList.AddRange(data);
        if (before.Count > 0)
        {
            node.ControlInputs.AddRange(before.FindAll(b => !SideEffects.IsWatcher(b)).Distinct());
        }

        back?.ForEach(b => (scope.BackEdges ??= []).Add((node, b.Position, b.Input)));
        TfNode[] itself = [node];
        bool watcher = SideEffects.IsWatcher(node);
        IReadOnlyList<TfNode> effects = SideEffects.Has(node) ? itself : watcher ? node.ControlInputs.FindAll(SideEffects.Has) : [];
        bool touches = _changesState && SideEffects.Touches(node);
        if (touches)
        {
            WaitFor(node, touched);
        }

        return new BoundNode(node, null, attributes, effects, watcher ? [.. node.ControlInputs] : itself, touches ? itself : Once(touched));
    }

    private TfNode NewNode(string name, string op, NodeAttributes attributes) => ++_created <= MostNodes
        ? new TfNode(name, op, attributes) { OutputTypes = OpSignatures.OutputTypes(op, attributes) }
        : throw Broken("the functions", $"written out they have more than {MostNodes.ToString(CultureInfo.InvariantCulture)} nodes");

    private FunctionDef? CalledFunction(NodeDef definition, NodeAttributes attributes) =>
        definition.Op is "PartitionedCall" or "StatefulPartitionedCall" or "BatchFunction" && attributes.Function("f") is { } called
            ? Function(called)
            : _functions.Find(definition.Op);

    /// <summary>Writes a function out in place of a call.</summary>
    private BoundNode Instantiate(FunctionDef function, NodeAttributes attributes, IReadOnlyList<TfOutput> arguments, IReadOnlyList<TfNode> before, IReadOnlyList<TfNode> touched, string prefix, int depth)
    {
        string place = $"function '{function.Signature.Name}'";
        if (depth >= DeepestCall)
        {
            throw Broken(place, $"functions call each other more than {DeepestCall.ToString(CultureInfo.InvariantCulture)} deep");
        }

        if (arguments.Count < function.Signature.InputArg.Count)
        {
            throw Broken(place, $"it is called with {arguments.Count} arguments and takes {function.Signature.InputArg.Count}");
        }

        var scope = new ImportScope(_path, prefix, Definitions(function), Arguments(function, arguments)) { CallAttributes = attributes.Values };
        string[] returned = [.. function.Signature.OutputArg.Select(result => function.Ret.TryGetValue(result.Name, out string? source)
            ? source
            : throw Broken(place, $"its result '{result.Name}' is not returned"))];
        Build(scope, ImportOrder.Of(scope, [.. returned.Select(r => TensorName.Source(r).Node), .. function.ControlRet.Values]), depth);
        TfNode[] effects = [.. scope.Built.Values.SelectMany(bound => bound.Effects).Distinct()];
        foreach (TfNode effect in effects)
        {
            // What the call waited for, its effects wait for.
            effect.ControlInputs.AddRange(before.Where(b => b != effect && SideEffects.Has(b) && !effect.ControlInputs.Contains(b)));
        }

        TfNode[] touching = [.. scope.Built.Values.SelectMany(bound => bound.Touches).Distinct()];
        foreach (TfNode inside in touching)
        {
            WaitFor(inside, touched);
        }

        return new BoundNode(
            null,
            [.. returned.Select(r => scope.Resolve(r))],
            attributes,
            effects,
            [.. effects, .. before.Where(SideEffects.Has)],
            touching.Length > 0 ? touching : Once(touched));
    }

    private void WaitFor(TfNode node, IReadOnlyList<TfNode> before)
    {
        if (before.Count > 0)
        {
            node.ControlInputs.AddRange(Once([.. before.Except(node.ControlInputs)]));
        }
    }

    private IReadOnlyList<TfNode> Once(IReadOnlyList<TfNode> nodes)
    {
        if (nodes.Count == 0)
        {
            return [];
        }

        TfNode[] distinct = [.. nodes.Distinct()];
        _waits += distinct.Length;
        return _waits <= MostWaits
            ? distinct
            : throw Broken("the functions", $"written out, what changes state waits for more than {MostWaits.ToString(CultureInfo.InvariantCulture)} others");
    }

    private static Dictionary<string, NodeDef> Definitions(FunctionDef function)
    {
        var definitions = new Dictionary<string, NodeDef>(function.NodeDef.Count, StringComparer.Ordinal);
        foreach (NodeDef node in function.NodeDef)
        {
            definitions[node.Name] = node;
        }

        return definitions;
    }

    private static Dictionary<string, TfOutput> Arguments(FunctionDef function, IReadOnlyList<TfOutput> values)
    {
        var arguments = new Dictionary<string, TfOutput>(StringComparer.Ordinal);
        for (int i = 0; i < function.Signature.InputArg.Count; i++)
        {
            arguments[function.Signature.InputArg[i].Name] = values[i];
        }

        return arguments;
    }

    /// <summary>Attributes that refer to those of the call get their values.</summary>
    private static IReadOnlyDictionary<string, AttrValue> Substitute(IReadOnlyDictionary<string, AttrValue> values, IReadOnlyDictionary<string, AttrValue>? given)
    {
        return given is null || !HasPlaceholder(values) ? values : values.ToDictionary(
            v => v.Key,
            v => v.Value.ValueCase == AttrValue.ValueOneofCase.Placeholder && given.TryGetValue(v.Value.Placeholder, out AttrValue? actual) ? actual : v.Value,
            StringComparer.Ordinal);
    }

    private static bool HasPlaceholder(IReadOnlyDictionary<string, AttrValue> values)
    {
        foreach ((_, AttrValue value) in values)
        {
            if (value.ValueCase == AttrValue.ValueOneofCase.Placeholder)
            {
                return true;
            }
        }

        return false;
    }

    private ModelFormatException Broken(string place, string problem) =>
        new(_path, place, problem, "Save the model again, or report it if TensorFlow itself can load it.");

    /// <summary>A tensor that is fed.</summary>
    internal sealed record Feed(string Tensor, DType DType);
}
