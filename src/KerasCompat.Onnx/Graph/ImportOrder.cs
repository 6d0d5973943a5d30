using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Graph;

/// <summary>Finds the definitions that a result reaches.</summary>
internal static class ImportOrder
{
    /// <summary>The definitions, each after those it reads; the back edge of a TensorFlow 1 loop does not count.</summary>
    /// <exception cref="ModelFormatException">One is missing, or the graph goes in a circle.</exception>
    public static IReadOnlyList<NodeDef> Of(ImportScope scope, IEnumerable<string> wanted)
    {
        var order = new List<NodeDef>();
        var finished = new Dictionary<string, bool>(StringComparer.Ordinal);
        var stack = new Stack<(string Name, bool Leave)>();
        var pending = new Queue<string>(wanted);
        while (pending.TryDequeue(out string? root))
        {
            stack.Push((root, false));
            while (stack.TryPop(out (string Name, bool Leave) visit))
            {
                if (visit.Leave)
                {
                    finished[visit.Name] = true;
                    order.Add(scope.Definition(visit.Name));
                }
                else if (!finished.ContainsKey(visit.Name) && !scope.IsArgument(visit.Name) && !scope.IsWhollyFed(visit.Name))
                {
                    finished[visit.Name] = false;
                    stack.Push((visit.Name, true));
                    PushInputs(scope, scope.Definition(visit.Name), stack, finished, pending);
                }
            }
        }

        return order;
    }

    private static void PushInputs(ImportScope scope, NodeDef definition, Stack<(string Name, bool Leave)> stack, Dictionary<string, bool> finished, Queue<string> pending)
    {
        for (int i = definition.Input.Count - 1; i >= 0; i--)
        {
            string input = definition.Input[i];
            (string name, bool control) = TensorName.Source(input);
            if (scope.IsBackEdge(definition, name))
            {
                pending.Enqueue(name);
            }
            else if (control || !scope.IsFed(input))
            {
                // A definition that was entered and not left is one that waits for this one.
                if (finished.TryGetValue(name, out bool done) && !done)
                {
                    throw scope.Broken($"node '{scope.Prefix}{name}'", $"the graph goes in a circle through it and '{definition.Name}'");
                }

                stack.Push((name, false));
            }
        }
    }
}
