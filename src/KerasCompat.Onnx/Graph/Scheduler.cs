namespace KerasCompat.Onnx.Graph;

/// <summary>Finds the nodes that a result needs and an order in which to run them.</summary>
internal static class Scheduler
{
    public static IReadOnlyList<TfNode> Order(IEnumerable<TfNode> roots)
    {
        var order = new List<TfNode>();
        var state = new Dictionary<TfNode, bool>(ReferenceEqualityComparer.Instance);
        var stack = new Stack<(TfNode Node, bool Leave)>();
        foreach (TfNode root in roots)
        {
            stack.Push((root, false));
            while (stack.TryPop(out (TfNode Node, bool Leave) visit))
            {
                if (visit.Leave)
                {
                    state[visit.Node] = true;
                    order.Add(visit.Node);
                    continue;
                }

                if (state.TryGetValue(visit.Node, out bool done))
                {
                    continue;
                }

                state[visit.Node] = false;
                stack.Push((visit.Node, true));
                foreach (TfNode before in visit.Node.ControlInputs)
                {
                    Push(stack, state, before, visit.Node);
                }

                for (int i = visit.Node.InputList.Count - 1; i >= 0; i--)
                {
                    Push(stack, state, visit.Node.InputList[i].Node, visit.Node);
                }
            }
        }

        return order;
    }

    private static void Push(Stack<(TfNode Node, bool Leave)> stack, Dictionary<TfNode, bool> state, TfNode node, TfNode from)
    {
        if (!state.TryGetValue(node, out bool done))
        {
            stack.Push((node, false));
        }
        else if (!done)
        {
            throw new ModelFormatException("saved_model.pb", $"node '{node.Name}'", $"the graph goes in a circle through it and '{from.Name}'", "Save the model again.");
        }
    }
}
