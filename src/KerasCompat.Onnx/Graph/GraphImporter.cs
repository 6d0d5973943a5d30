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

    private readonly Dictionary<string, FunctionDef> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeDef> _root = new(StringComparer.Ordinal);
    private readonly OpSignatures _signatures;
    private readonly string _path;
    private int _created;

    /// <param name="graph">The meta graph.</param>
    /// <param name="path">The model's folder, for messages.</param>
    public GraphImporter(MetaGraphDef graph, string path)
    {
        _path = path;
        _signatures = new OpSignatures(graph);
        foreach (FunctionDef function in graph.GraphDef?.Library?.Function ?? [])
        {
            _functions[function.Signature?.Name ?? ""] = function;
        }

        foreach (NodeDef node in graph.GraphDef?.Node ?? [])
        {
            _root[node.Name] = node;
        }
    }

    public bool HasFunction(string name) => _functions.ContainsKey(name);

    /// <summary>The graph between tensors that are fed and tensors that are fetched.</summary>
    /// <param name="name">A name for messages.</param>
    /// <param name="feeds">Names of the tensors to cut at, with the element type that the caller states.</param>
    /// <param name="fetches">Names of the tensors wanted.</param>
    /// <param name="targets">Names of nodes that must run for their effects.</param>
    public TfGraph Import(string name, IReadOnlyList<Feed> feeds, IReadOnlyList<string> fetches, IReadOnlyList<string> targets)
    {
        _created = 0;
        var scope = new Scope("", _root, null);
        var placeholders = new List<TfNode>();
        foreach (Feed feed in feeds)
        {
            (string node, int index) = TensorName(feed.Tensor);
            var key = (node, index);
            if (!scope.Fed.TryGetValue(key, out TfOutput fed))
            {
                fed = new TfOutput(Placeholder(feed, node), 0);
                scope.Fed[key] = fed;
            }
            else
            {
                // Several inputs may feed one tensor; TensorFlow takes the last that is given, here each gets a node and the first one counts.
                placeholders.Add(Placeholder(feed, node));
                continue;
            }

            placeholders.Add(fed.Node);
        }

        BuildScope(scope, [.. fetches.Select(f => TensorName(f).Node), .. targets], depth: 0);
        var outputs = fetches.Select(f => scope.Resolve(TensorName(f).Node, TensorName(f).Index, this)).ToList();
        var effects = targets.SelectMany(t => scope.Bound(t, this).Effects).ToList();
        return new TfGraph(name, placeholders, outputs, [.. effects, .. EffectsBefore(outputs.Select(o => o.Node))]);
    }

    /// <summary>The body of a function, with nodes that stand for its arguments.</summary>
    public TfGraph ImportFunction(string name)
    {
        FunctionDef function = Function(name);
        var arguments = new List<TfNode>();
        foreach (OpDef.Types.ArgDef argument in function.Signature.InputArg)
        {
            var attributes = new Dictionary<string, AttrValue>(StringComparer.Ordinal);
            if (function.ArgAttr.TryGetValue((uint)arguments.Count, out FunctionDef.Types.ArgAttrs? given))
            {
                foreach (KeyValuePair<string, AttrValue> attribute in given.Attr)
                {
                    attributes[attribute.Key] = attribute.Value;
                }
            }

            arguments.Add(new TfNode(argument.Name, "_Arg", new NodeAttributes(attributes, null)) { OutputTypes = [DTypes.FromNumber(argument.Type)] });
        }

        _created = 0;
        (IReadOnlyList<TfOutput> outputs, IReadOnlyList<TfNode> effects) =
            Instantiate(function, new Dictionary<string, AttrValue>(), [.. arguments.Select(a => new TfOutput(a, 0))], [], "", depth: 0);
        return new TfGraph(name, arguments, outputs, effects);
    }

    private FunctionDef Function(string name) => _functions.TryGetValue(name, out FunctionDef? function)
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

    /// <summary>Effects that only control edges lead to, in front of what is read.</summary>
    private static List<TfNode> EffectsBefore(IEnumerable<TfNode> roots)
    {
        var effects = new List<TfNode>();
        var seen = new HashSet<TfNode>(ReferenceEqualityComparer.Instance);
        var stack = new Stack<TfNode>(roots);
        while (stack.TryPop(out TfNode? node))
        {
            if (!seen.Add(node))
            {
                continue;
            }

            if (SideEffects.Has(node))
            {
                effects.Add(node);
            }

            foreach (TfOutput input in node.InputList)
            {
                stack.Push(input.Node);
            }

            foreach (TfNode before in node.ControlInputs)
            {
                stack.Push(before);
            }
        }

        effects.Reverse();
        return effects;
    }

    private void BuildScope(Scope scope, IEnumerable<string> wanted, int depth)
    {
        foreach (NodeDef node in Needed(scope, wanted))
        {
            Build(scope, node, depth);
        }

        foreach ((TfNode merge, int position, string input) in scope.BackEdges)
        {
            merge.InputList[position] = scope.ResolveInput(input, this);
        }
    }

    /// <summary>The definitions that a result reaches, each after those it reads; the back edge of a TensorFlow 1 loop does not count.</summary>
    private List<NodeDef> Needed(Scope scope, IEnumerable<string> wanted)
    {
        var order = new List<NodeDef>();
        var state = new Dictionary<string, bool>(StringComparer.Ordinal);
        var stack = new Stack<(string Name, bool Leave)>();
        var pending = new Queue<string>(wanted);
        while (pending.TryDequeue(out string? root))
        {
            stack.Push((root, false));
            while (stack.TryPop(out (string Name, bool Leave) visit))
            {
                if (visit.Leave)
                {
                    state[visit.Name] = true;
                    order.Add(scope.Definitions[visit.Name]);
                    continue;
                }

                if (state.TryGetValue(visit.Name, out bool done))
                {
                    continue;
                }

                if (scope.Arguments?.ContainsKey(visit.Name) == true || scope.IsWhollyFed(visit.Name))
                {
                    continue;
                }

                if (!scope.Definitions.TryGetValue(visit.Name, out NodeDef? definition))
                {
                    throw Broken($"node '{scope.Prefix}{visit.Name}'", "the graph reads it but has no such node");
                }

                state[visit.Name] = false;
                stack.Push((visit.Name, true));
                foreach (string input in definition.Input.Reverse())
                {
                    (string name, bool control) = InputNode(input);
                    if (IsBackEdge(scope, definition, name))
                    {
                        pending.Enqueue(name);
                        continue;
                    }

                    if (!control && scope.Arguments is null && scope.Fed.ContainsKey((name, TensorName(input).Index)))
                    {
                        continue;
                    }

                    if (state.TryGetValue(name, out bool finished) && !finished)
                    {
                        throw Broken($"node '{scope.Prefix}{name}'", $"the graph goes in a circle through it and '{visit.Name}'");
                    }

                    stack.Push((name, false));
                }
            }
        }

        return order;
    }

    private static bool IsBackEdge(Scope scope, NodeDef definition, string input) =>
        definition.Op is "Merge" or "RefMerge" && scope.Definitions.TryGetValue(input, out NodeDef? source) && source.Op is "NextIteration" or "RefNextIteration";

    private void Build(Scope scope, NodeDef definition, int depth)
    {
        if (scope.Built.ContainsKey(definition.Name))
        {
            return;
        }

        var data = new List<TfOutput>();
        var before = new List<TfNode>();
        var backEdges = new List<(int, string)>();
        foreach (string input in definition.Input)
        {
            (string name, bool control) = InputNode(input);
            if (control)
            {
                if (scope.Arguments?.ContainsKey(name) != true && !scope.IsWhollyFed(name))
                {
                    before.AddRange(scope.Bound(name, this).Anchors);
                }
            }
            else if (IsBackEdge(scope, definition, name))
            {
                backEdges.Add((data.Count, input));
                data.Add(default);
            }
            else
            {
                data.Add(scope.ResolveInput(input, this));
            }
        }

        IReadOnlyDictionary<string, AttrValue> values = Substitute(definition.Attr, scope.Attributes);
        if (CalledFunction(definition, values) is { } function)
        {
            if (depth >= DeepestCall)
            {
                throw Broken($"function '{function.Signature.Name}'", $"functions call each other more than {DeepestCall} deep");
            }

            (IReadOnlyList<TfOutput> outputs, IReadOnlyList<TfNode> effects) =
                Instantiate(function, values, data, before, scope.Prefix + definition.Name + "/", depth + 1);
            scope.Built[definition.Name] = new Bound(outputs, effects, [.. effects, .. before.Where(SideEffects.Has)], new NodeAttributes(values, _signatures.Find(definition.Op)));
            return;
        }

        if (++_created > MostNodes)
        {
            throw Broken("the functions", $"written out they have more than {MostNodes.ToString(CultureInfo.InvariantCulture)} nodes");
        }

        var attributes = new NodeAttributes(values, _signatures.Find(definition.Op));
        var node = new TfNode(scope.Prefix + definition.Name, definition.Op, attributes) { OutputTypes = OpSignatures.OutputTypes(definition.Op, attributes) };
        node.InputList.AddRange(data);
        node.ControlInputs.AddRange(before.Where(b => !SideEffects.IsWatcher(b)).Distinct());
        foreach ((int position, string input) in backEdges)
        {
            scope.BackEdges.Add((node, position, input));
        }

        IReadOnlyList<TfNode> anchors = SideEffects.IsWatcher(node) ? [.. node.ControlInputs] : [node];
        IReadOnlyList<TfNode> own = SideEffects.Has(node) ? [node] : SideEffects.IsWatcher(node) ? [.. node.ControlInputs.Where(SideEffects.Has)] : [];
        scope.Built[definition.Name] = new Bound(null, own, anchors, attributes) { Node = node };
    }

    private FunctionDef? CalledFunction(NodeDef definition, IReadOnlyDictionary<string, AttrValue> values)
    {
        if (definition.Op is "PartitionedCall" or "StatefulPartitionedCall" && values.TryGetValue("f", out AttrValue? called))
        {
            return Function(called.Func?.Name ?? "");
        }

        return _functions.GetValueOrDefault(definition.Op);
    }

    private (IReadOnlyList<TfOutput> Outputs, IReadOnlyList<TfNode> Effects) Instantiate(
        FunctionDef function,
        IReadOnlyDictionary<string, AttrValue> attributes,
        IReadOnlyList<TfOutput> arguments,
        IReadOnlyList<TfNode> before,
        string prefix,
        int depth)
    {
        var definitions = new Dictionary<string, NodeDef>(StringComparer.Ordinal);
        foreach (NodeDef node in function.NodeDef)
        {
            definitions[node.Name] = node;
        }

        if (arguments.Count < function.Signature.InputArg.Count)
        {
            throw Broken($"function '{function.Signature.Name}'", $"it is called with {arguments.Count} arguments and takes {function.Signature.InputArg.Count}");
        }

        var named = new Dictionary<string, TfOutput>(StringComparer.Ordinal);
        for (int i = 0; i < function.Signature.InputArg.Count; i++)
        {
            named[function.Signature.InputArg[i].Name] = arguments[i];
        }

        var scope = new Scope(prefix, definitions, named) { Attributes = attributes };
        var returned = new List<string>();
        foreach (OpDef.Types.ArgDef result in function.Signature.OutputArg)
        {
            returned.Add(function.Ret.TryGetValue(result.Name, out string? source)
                ? source
                : throw Broken($"function '{function.Signature.Name}'", $"its result '{result.Name}' is not returned"));
        }

        BuildScope(scope, [.. returned.Select(r => InputNode(r).Name), .. function.ControlRet.Values], depth);
        var effects = new List<TfNode>();
        foreach (Bound bound in scope.Built.Values)
        {
            effects.AddRange(bound.Effects);
        }

        // What the call waited for, its effects wait for.
        foreach (TfNode effect in effects)
        {
            effect.ControlInputs.AddRange(before.Where(b => b != effect && SideEffects.Has(b) && !effect.ControlInputs.Contains(b)));
        }

        return ([.. returned.Select(r => scope.ResolveInput(r, this))], [.. effects.Distinct()]);
    }

    private static IReadOnlyDictionary<string, AttrValue> Substitute(IReadOnlyDictionary<string, AttrValue> values, IReadOnlyDictionary<string, AttrValue>? given)
    {
        if (given is null || !values.Any(v => v.Value.ValueCase == AttrValue.ValueOneofCase.Placeholder))
        {
            return values;
        }

        var result = new Dictionary<string, AttrValue>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, AttrValue> value in values)
        {
            result[value.Key] = value.Value.ValueCase == AttrValue.ValueOneofCase.Placeholder && given.TryGetValue(value.Value.Placeholder, out AttrValue? actual) ? actual : value.Value;
        }

        return result;
    }

    internal static (string Node, int Index) TensorName(string tensor)
    {
        int colon = tensor.LastIndexOf(':');
        return colon > 0 && int.TryParse(tensor.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? (tensor[..colon], index)
            : (tensor, 0);
    }

    private static (string Name, bool Control) InputNode(string input)
    {
        if (input.StartsWith('^'))
        {
            return (input[1..], true);
        }

        int colon = input.IndexOf(':', StringComparison.Ordinal);
        return (colon < 0 ? input : input[..colon], false);
    }

    private ModelFormatException Broken(string place, string problem) =>
        new(_path, place, problem, "Save the model again, or report it if TensorFlow itself can load it.");

    /// <summary>A tensor that is fed.</summary>
    internal sealed record Feed(string Tensor, DType DType);

    /// <summary>What a definition became: a node, or the results of a call written out; and what waiting for it means.</summary>
    private sealed record Bound(IReadOnlyList<TfOutput>? Outputs, IReadOnlyList<TfNode> Effects, IReadOnlyList<TfNode> Anchors, NodeAttributes Attributes)
    {
        public TfNode? Node { get; init; }
    }

    /// <summary>The names inside a graph or function.</summary>
    private sealed class Scope(string prefix, Dictionary<string, NodeDef> definitions, Dictionary<string, TfOutput>? arguments)
    {
        public string Prefix { get; } = prefix;

        public Dictionary<string, NodeDef> Definitions { get; } = definitions;

        /// <summary>The arguments of a function; null in the graph itself, where tensors are named differently.</summary>
        public Dictionary<string, TfOutput>? Arguments { get; } = arguments;

        public IReadOnlyDictionary<string, AttrValue>? Attributes { get; init; }

        public Dictionary<(string Node, int Index), TfOutput> Fed { get; } = [];

        public Dictionary<string, Bound> Built { get; } = new(StringComparer.Ordinal);

        public List<(TfNode Merge, int Position, string Input)> BackEdges { get; } = [];

        /// <summary>Whether every output that could be read of a node is fed: a node with one output, fed.</summary>
        public bool IsWhollyFed(string node) =>
            Arguments is null && Fed.ContainsKey((node, 0)) && Definitions.GetValueOrDefault(node) is null or { Op: "Placeholder" or "PlaceholderV2" or "PlaceholderWithDefault" or "Identity" };

        public Bound Bound(string name, GraphImporter importer) => Built.TryGetValue(name, out Bound? bound)
            ? bound
            : throw importer.Broken($"node '{Prefix}{name}'", "the graph reads it but has no such node");

        public TfOutput Resolve(string name, int index, GraphImporter importer)
        {
            if (Fed.TryGetValue((name, index), out TfOutput fed))
            {
                return fed;
            }

            Bound bound = Bound(name, importer);
            if (bound.Outputs is not { } outputs)
            {
                return new TfOutput(bound.Node!, index);
            }

            return index < outputs.Count
                ? outputs[index]
                : throw importer.Broken($"node '{Prefix}{name}'", $"its output {index} is read but it has {outputs.Count}");
        }

        public TfOutput ResolveInput(string input, GraphImporter importer)
        {
            if (Arguments is null)
            {
                (string node, int index) = TensorName(input);
                return Resolve(node, index, importer);
            }

            // In a function: "argument", "node", "node:group" or "node:group:position".
            string[] parts = input.Split(':');
            if (Arguments.TryGetValue(parts[0], out TfOutput argument))
            {
                return argument;
            }

            Bound bound = Bound(parts[0], importer);
            int offset = parts.Length > 1 ? OpSignatures.OutputOffset(bound.Attributes, parts[1]) : 0;
            int position = parts.Length > 2 && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : 0;
            return Resolve(parts[0], offset + position, importer);
        }
    }
}
