using KerasCompat.Onnx.Graph;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Passes;

/// <summary>A part of a graph, copied to become the body of a loop or branch; what it reads from outside becomes its arguments.</summary>
/// <param name="outside">For an output that lies outside: what it stands for there. Null for one inside.</param>
internal sealed class Excerpt(Func<TfOutput, TfOutput?> outside)
{
    private static readonly HashSet<string> Sources = new(StringComparer.Ordinal) { "Const", "VarHandleOp", "VariableV2", "Variable", "HashTableV2", "MutableHashTableV2" };

    private readonly Dictionary<TfOutput, TfNode> _arguments = [];
    private readonly Dictionary<TfNode, TfNode> _copies = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<TfNode> _entered = new(ReferenceEqualityComparer.Instance);

    /// <summary>What is read from outside.</summary>
    public IReadOnlyCollection<TfOutput> Captured => _arguments.Keys;

    /// <summary>The argument that stands for something outside; made where nothing inside reads it.</summary>
    public TfNode Argument(TfOutput captured)
    {
        if (!_arguments.TryGetValue(captured, out TfNode? argument))
        {
            argument = new TfNode(captured.Node.Name, "_Arg", new NodeAttributes(new Dictionary<string, AttrValue>(), null)) { OutputTypes = [captured.DType] };
            _arguments[captured] = argument;
        }

        return argument;
    }

    /// <summary>Copies what outputs are computed from and returns what became of them.</summary>
    public IReadOnlyList<TfOutput> Take(IReadOnlyList<TfOutput> outputs)
    {
        var stack = new Stack<(TfNode Node, bool Leave)>();
        foreach (TfOutput output in outputs)
        {
            Visit(stack, output);
            while (stack.TryPop(out (TfNode Node, bool Leave) visit))
            {
                if (visit.Leave)
                {
                    _copies[visit.Node] = Copy(visit.Node);
                }
                else if (_entered.Add(visit.Node))
                {
                    stack.Push((visit.Node, true));
                    visit.Node.InputList.ForEach(input => Visit(stack, input));
                    visit.Node.ControlInputs.ForEach(before => Visit(stack, new TfOutput(before, 0)));
                }
            }
        }

        return [.. outputs.Select(Inside)];
    }

    private void Visit(Stack<(TfNode Node, bool Leave)> stack, TfOutput output)
    {
        if (Source(output) is not null || _copies.ContainsKey(output.Node))
        {
            return;
        }

        if (_entered.Contains(output.Node))
        {
            throw new ModelFormatException("saved_model.pb", $"node '{output.Node.Name}'", "the graph goes in a circle through it", "Save the model again.");
        }

        stack.Push((output.Node, false));
    }

    private TfOutput? Source(TfOutput output) => Sources.Contains(output.Node.Op) ? null : outside(output);

    private TfOutput Inside(TfOutput output) => Source(output) is { } captured
        ? new TfOutput(Argument(captured), 0)
        : new TfOutput(_copies[output.Node], output.Index);

    private TfNode Copy(TfNode node)
    {
        var copy = new TfNode(node.Name, node.Op, node.Attributes) { OutputTypes = node.OutputTypes, Bodies = node.Bodies, CallsEffects = node.CallsEffects };
        copy.InputList.AddRange(node.InputList.Select(Inside));
        copy.ControlInputs.AddRange(node.ControlInputs.Select(before => _copies.GetValueOrDefault(before)).OfType<TfNode>());
        return copy;
    }
}
