using KerasCompat.Onnx.Graph;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Passes;

/// <summary>
/// Turns the loops of TensorFlow 1 (tensorflow/core/ops/control_flow_ops.cc: Enter, Merge, Switch on LoopCond, NextIteration, Exit) into While
/// nodes with bodies, inner loops first.
/// </summary>
internal static class FramesToLoops
{
    public static void Run(TfGraph graph)
    {
        var done = new HashSet<TfNode>(ReferenceEqualityComparer.Instance);
        bool found;
        do
        {
            found = false;
            List<TfNode> nodes = Rewiring.Nodes(graph);
            foreach (TfNode condition in nodes.Where(n => n is { Op: "LoopCond", InputList.Count: 1 } && !done.Contains(n)))
            {
                if (Frame.Find(condition, nodes) is { IsInnermost: true } frame)
                {
                    Rewiring.Replace(graph, frame.ToLoop(graph));
                    found = done.Add(condition);
                    break;
                }
            }
        }
        while (found);
    }

    /// <summary>A loop: its variables, each from where it begins to where it goes on.</summary>
    private sealed class Frame
    {
        private readonly TfNode _condition;
        private readonly List<TfNode> _merges;
        private readonly Dictionary<TfNode, TfNode> _switches = new(ReferenceEqualityComparer.Instance);
        private readonly List<TfNode> _exits;

        private Frame(TfNode condition, List<TfNode> merges, IEnumerable<TfNode> switches, IReadOnlyList<TfNode> nodes)
        {
            _condition = condition;
            _merges = merges;
            foreach (TfNode choice in switches)
            {
                _switches[choice] = choice.InputList[0].Node;
            }

            _exits = [.. nodes.Where(n => n.Op is "Exit" or "RefExit" && n.InputList is [var input] && _switches.ContainsKey(input.Node))];
        }

        public bool IsInnermost { get; private set; }

        public static Frame? Find(TfNode condition, IReadOnlyList<TfNode> nodes)
        {
            List<TfNode> switches = [.. nodes.Where(n => n.Op is "Switch" or "RefSwitch" && n.InputList is [var data, var pred] && ReferenceEquals(pred.Node, condition) && IsLoopMerge(data.Node))];
            var merges = new HashSet<TfNode>(switches.Select(s => s.InputList[0].Node), ReferenceEqualityComparer.Instance);
            Cone([condition.InputList[0].Node], out HashSet<TfNode> ends, out bool nestedCondition);
            merges.UnionWith(ends.Where(IsLoopMerge));
            if (merges.Count == 0)
            {
                return null;
            }

            Cone(merges.Select(m => Next(m).Node), out _, out bool nestedBody);
            return new Frame(condition, [.. merges], switches, nodes) { IsInnermost = !nestedCondition && !nestedBody };
        }

        public Dictionary<TfOutput, TfOutput> ToLoop(TfGraph graph)
        {
            TfNode[] changes = [.. graph.Effects.Where(IsInside)];
            var loop = new TfNode(_condition.Name, "While", new NodeAttributes(new Dictionary<string, AttrValue>(), null))
            {
                OutputTypes = [.. _merges.Select(m => Begin(m).DType)],
            };
            var condition = new Excerpt(Outside);
            var body = new Excerpt(Outside);
            IReadOnlyList<TfOutput> goes = condition.Take([_condition.InputList[0]]);
            IReadOnlyList<TfOutput> next = body.Take([.. _merges.Select(m => Next(m).Node.InputList[0])]);
            TfNode[] changesInside = [.. changes.Select(change => body.Take([new TfOutput(change, 0)])[0].Node)];
            TfOutput[] variables = [.. _merges.Select(m => new TfOutput(m, 0))];
            TfOutput[] constants = [.. condition.Captured.Concat(body.Captured).Distinct().Except(variables)];
            loop.InputList.AddRange(_merges.Select(m => Begin(m)));
            loop.InputList.AddRange(constants);
            loop.OutputTypes = [.. loop.OutputTypes, .. constants.Select(c => c.DType)];
            TfNode[] conditionFeeds = [.. variables.Concat(constants).Select(condition.Argument)], bodyFeeds = [.. variables.Concat(constants).Select(body.Argument)];
            loop.Bodies =
            [
                new TfGraph(_condition.Name + "/condition", conditionFeeds, goes, []),
                new TfGraph(_condition.Name + "/body", bodyFeeds, [.. next, .. bodyFeeds[variables.Length..].Select(f => new TfOutput(f, 0))], changesInside),
            ];
            if (changes.Length > 0)
            {
                // What a turn of the loop changes is changed in each.
                loop.CallsEffects = true;
                graph.Effects = [.. graph.Effects.Except(changes), loop];
            }

            foreach (TfGraph inner in loop.Bodies)
            {
                SwitchesToBranches.Run(inner);
            }

            return _exits.ToDictionary(exit => new TfOutput(exit, 0), exit => new TfOutput(loop, _merges.IndexOf(_switches[exit.InputList[0].Node])));
        }

        /// <summary>Inside, the variables are the loop's own values, and what enters it unchanged is what entered.</summary>
        private TfOutput? Outside(TfOutput output)
        {
            if (_switches.TryGetValue(output.Node, out TfNode? merge))
            {
                return new TfOutput(merge, 0);
            }

            return _merges.Contains(output.Node) ? output with { Index = 0 }
                : output.Node is { Op: "Enter" or "RefEnter", InputList: [var entered] } ? entered
                : null;
        }

        /// <summary>Whether a node runs in each turn: it waits for a variable of the loop, and not for its end.</summary>
        private bool IsInside(TfNode node)
        {
            var seen = new HashSet<TfNode>(ReferenceEqualityComparer.Instance);
            var stack = new Stack<TfNode>([node]);
            while (stack.TryPop(out TfNode? next))
            {
                if (_merges.Contains(next))
                {
                    return true;
                }

                if (seen.Add(next) && next.Op is not ("Enter" or "RefEnter" or "Exit" or "RefExit"))
                {
                    next.InputList.ForEach(input => stack.Push(input.Node));
                    next.ControlInputs.ForEach(stack.Push);
                }
            }

            return false;
        }

        private static bool IsLoopMerge(TfNode node) =>
            node is { Op: "Merge" or "RefMerge", InputList: [{ Node: { Op: "Enter" or "RefEnter", InputList.Count: 1 } }, { Node: { Op: "NextIteration" or "RefNextIteration", InputList.Count: 1 } }] };

        private static TfOutput Begin(TfNode merge) => merge.InputList[0].Node.InputList[0];

        private static TfOutput Next(TfNode merge) => merge.InputList[1];

        /// <summary>What nodes are computed from within their loop. Ends where values enter it.</summary>
        private static void Cone(IEnumerable<TfNode> roots, out HashSet<TfNode> ends, out bool hasLoops)
        {
            ends = new HashSet<TfNode>(ReferenceEqualityComparer.Instance);
            hasLoops = false;
            var seen = new HashSet<TfNode>(ReferenceEqualityComparer.Instance);
            var stack = new Stack<TfNode>(roots);
            while (stack.TryPop(out TfNode? node))
            {
                if (!seen.Add(node))
                {
                    continue;
                }

                hasLoops |= node.Op is "Exit" or "RefExit";
                if (IsLoopMerge(node) || node.Op is "Enter" or "RefEnter" or "Exit" or "RefExit")
                {
                    ends.Add(node);
                    continue;
                }

                node.InputList.ForEach(input => stack.Push(input.Node));
            }
        }
    }
}
