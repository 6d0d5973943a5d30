using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Passes;

/// <summary>Under which conditions the values of a graph with Switch and Merge are alive.</summary>
internal sealed class Liveness
{
    private readonly Dictionary<TfNode, HashSet<(TfOutput Predicate, bool Value)>> _conditions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<TfNode, Choice?> _choices = new(ReferenceEqualityComparer.Instance);

    /// <param name="schedule">The nodes, each after those it reads.</param>
    public Liveness(IReadOnlyList<TfNode> schedule)
    {
        foreach (TfNode node in schedule)
        {
            if (node.Op is "Merge" or "RefMerge" && node.InputList.Count == 2)
            {
                HashSet<(TfOutput, bool)> first = Of(node.InputList[0]), second = Of(node.InputList[1]);
                _choices[node] = Find(first, second);
                _conditions[node] = [.. first.Intersect(second)];
                continue;
            }

            var all = new HashSet<(TfOutput, bool)>();
            node.InputList.ForEach(input => all.UnionWith(Of(input)));
            node.ControlInputs.ForEach(before => all.UnionWith(_conditions[before]));
            _conditions[node] = all;
        }

        Merges = [.. schedule.Where(_choices.ContainsKey)];
        Switches = [.. schedule.Where(n => n.Op is "Switch" or "RefSwitch" && n.InputList.Count == 2)];
    }

    /// <summary>The Merge nodes, each after those it depends on.</summary>
    public IReadOnlyList<TfNode> Merges { get; }

    public IReadOnlyList<TfNode> Switches { get; }

    /// <summary>What decides a Merge; null when it cannot be seen.</summary>
    public Choice? Choice(TfNode merge) => _choices[merge];

    /// <summary>Whether a node is alive only where a condition has a value.</summary>
    public bool Needs(TfNode node, TfOutput predicate, bool value) => _conditions.TryGetValue(node, out HashSet<(TfOutput, bool)>? own) && own.Contains((predicate, value));

    public bool SameConditions(TfNode a, TfNode b) => _conditions[a].SetEquals(_conditions[b]);

    /// <summary>Whether a node depends on one of others.</summary>
    public static bool Reaches(TfNode node, List<TfNode> others)
    {
        var seen = new HashSet<TfNode>(ReferenceEqualityComparer.Instance);
        var stack = new Stack<TfNode>([node]);
        while (stack.TryPop(out TfNode? next))
        {
            if (others.Contains(next))
            {
                return true;
            }

            if (seen.Add(next))
            {
                next.InputList.ForEach(input => stack.Push(input.Node));
                next.ControlInputs.ForEach(stack.Push);
            }
        }

        return false;
    }

    private HashSet<(TfOutput Predicate, bool Value)> Of(TfOutput output) => output.Node is { Op: "Switch" or "RefSwitch", InputList: [_, var predicate] }
        ? [.. _conditions[output.Node], (predicate, output.Index == 1)]
        : _conditions[output.Node];

    private static Choice? Find(HashSet<(TfOutput Predicate, bool Value)> first, HashSet<(TfOutput Predicate, bool Value)> second)
    {
        foreach ((TfOutput predicate, bool value) in first)
        {
            if (second.Contains((predicate, !value)))
            {
                return new Choice(predicate, value);
            }
        }

        return null;
    }
}
