using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Passes;

/// <summary>
/// Turns TensorFlow 1's variables that the graph changes into TensorFlow 2's: what was a reference to the variable's memory becomes a handle, ops on
/// references become those on handles, and who reads a reference as a value gets a read of its own, in the place that its edges give it.
/// </summary>
/// <remarks>
/// A reference is looked at when its reader runs (tensorflow/core/common_runtime/executor.cc, PrepareInputs): after all that the reader waits for. A read
/// that waits for nothing sees what the variable was before the call; TensorFlow itself leaves that open.
/// </remarks>
internal static class ReferencesToResources
{
    /// <summary>A chain of references as long as this goes in a circle.</summary>
    private const int MostSteps = 100_000;

    private static readonly HashSet<string> Variables = new(StringComparer.Ordinal) { "VariableV2", "Variable", "TemporaryVariable" };

    /// <summary>Ops that hand a reference on.</summary>
    private static readonly HashSet<string> Carriers = new(StringComparer.Ordinal)
    {
        "RefIdentity", "RefSwitch", "RefMerge", "RefEnter", "RefExit", "RefNextIteration",
    };

    /// <summary>Ops on references: how many of them come first, and the op on handles.</summary>
    private static readonly Dictionary<string, (int References, string OnHandles)> Changes = new(StringComparer.Ordinal)
    {
        ["Assign"] = (1, "AssignVariableOp"),
        ["AssignAdd"] = (1, "AssignAddVariableOp"),
        ["AssignSub"] = (1, "AssignSubVariableOp"),
        ["CountUpTo"] = (1, "ResourceCountUpTo"),
        ["IsVariableInitialized"] = (1, "VarIsInitializedOp"),
        ["StridedSliceAssign"] = (1, "ResourceStridedSliceAssign"),
        ["DestroyTemporaryVariable"] = (1, "ReadVariableOp"),
    };

    static ReferencesToResources()
    {
        foreach (string op in SideEffects.ScattersIntoReferences)
        {
            Changes.Add(op, (1, "Resource" + op));
        }

        foreach ((string optimizer, int references) in Optimizers.References)
        {
            Changes.Add("Apply" + optimizer, (references, "ResourceApply" + optimizer));
            Changes.Add("SparseApply" + optimizer, (references, "ResourceSparseApply" + optimizer));
        }
    }

    /// <summary>The ops on references that become ops on handles.</summary>
    public static IEnumerable<string> TurnedOps => Changes.Keys.Where(op => !op.EndsWith("KerasMomentum", StringComparison.Ordinal) && !op.EndsWith("Amsgrad", StringComparison.Ordinal) && op != "SparseApplyGradientDescent");

    /// <summary>Whether an op on references becomes one on handles.</summary>
    public static bool Turns(string op) => Changes.ContainsKey(op);

    public static void Run(TfGraph graph)
    {
        List<TfNode> nodes = Rewiring.Nodes(graph);
        if (!nodes.Exists(node => Turns(node.Op)))
        {
            return;
        }

        // What reads, as it was before anything is turned.
        var handles = new Handles(nodes);
        var readers = new List<(TfNode Reader, int Input, int References)>();
        foreach (TfNode node in nodes)
        {
            int references = Carriers.Contains(node.Op) ? node.InputList.Count : Changes.TryGetValue(node.Op, out (int References, string) change) ? change.References : 0;
            readers.AddRange(Enumerable.Range(0, node.InputList.Count).Where(i => handles.Find(node.InputList[i]) is not null).Select(i => (node, i, references)));
        }

        var fetches = graph.Fetches.Select(fetch => handles.Find(fetch) is { } handle ? handles.Read(handle, []) : fetch).ToArray();
        foreach ((TfNode reader, int input, int references) in readers)
        {
            Handle handle = handles.Find(reader.InputList[input])!.Value;
            if (input < references)
            {
                reader.InputList[input] = handle.Output;
                Handles.Wait(reader, handle.After);
            }
            else
            {
                reader.InputList[input] = handles.Read(handle, WaitsOf(reader, handles));
            }
        }

        graph.Fetches = fetches;
        handles.Turn();
    }

    /// <summary>What runs before a node besides the variables that it reads.</summary>
    private static IEnumerable<TfNode> WaitsOf(TfNode node, Handles handles) => node.Op == "Merge"
        ? node.ControlInputs
        : node.ControlInputs.Concat(node.InputList.Where(input => handles.Find(input) is null && input.Node.Op is not ("Const" or "ReadVariableOp")).Select(input => input.Node));

    /// <summary>A variable's handle, and what changed it when it is read there.</summary>
    private readonly record struct Handle(TfOutput Output, DType DType, TfNode? After);

    /// <summary>The handles that references become.</summary>
    private sealed class Handles
    {
        private readonly Dictionary<TfNode, Handle> _handles = new(ReferenceEqualityComparer.Instance);
        private readonly Dictionary<TfOutput, TfNode> _plainReads = [];
        private readonly Dictionary<TfNode, List<TfNode>> _changes = new(ReferenceEqualityComparer.Instance);

        public Handles(IReadOnlyList<TfNode> nodes)
        {
            var changed = new HashSet<TfNode>(ReferenceEqualityComparer.Instance);
            foreach (TfNode node in nodes)
            {
                if (Changes.TryGetValue(node.Op, out (int References, string) change))
                {
                    changed.UnionWith(node.InputList.Take(change.References).Select(Origin).Where(variable => Variables.Contains(variable.Op)));
                }
            }

            foreach (TfNode variable in changed)
            {
                _handles[variable] = new Handle(new TfOutput(variable, 0), variable.Attributes.Type("dtype"), null);
            }

            // An op that hands a reference on may stand before the one that it has it from.
            foreach (TfNode node in nodes.Where(n => (Carriers.Contains(n.Op) || Changes.ContainsKey(n.Op)) && n.InputList.Count > 0))
            {
                TfNode variable = Origin(node.InputList[0]);
                if (!changed.Contains(variable))
                {
                    continue;
                }

                DType type = _handles[variable].DType;
                if (Carriers.Contains(node.Op))
                {
                    _handles[node] = new Handle(new TfOutput(node, 0), type, null);
                    continue;
                }

                (_changes.TryGetValue(variable, out List<TfNode>? all) ? all : _changes[variable] = []).Add(node);
                if (node.Op is not ("CountUpTo" or "IsVariableInitialized" or "DestroyTemporaryVariable"))
                {
                    _handles[node] = new Handle(Unchanged(node.InputList[0]), type, node);
                }
            }
        }

        /// <summary>The handle that an output becomes; null for one that is no reference.</summary>
        public Handle? Find(TfOutput output) => _handles.TryGetValue(output.Node, out Handle handle) && !(output.Index > 0 && output.Node.Op == "RefMerge")
            ? Carriers.Contains(output.Node.Op) ? handle with { Output = output } : handle
            : null;

        /// <summary>The value of a variable after some nodes have run.</summary>
        public TfOutput Read(Handle handle, IEnumerable<TfNode> waits)
        {
            TfNode[] before = [.. waits.Concat(handle.After is { } change ? [change] : []).Distinct()];
            if (before.Length > 0)
            {
                return new TfOutput(NewRead(handle, before), 0);
            }

            if (!_plainReads.TryGetValue(handle.Output, out TfNode? read))
            {
                _plainReads[handle.Output] = read = NewRead(handle, []);
            }

            return new TfOutput(read, 0);
        }

        public static void Wait(TfNode node, TfNode? before)
        {
            if (before is not null && !node.ControlInputs.Contains(before))
            {
                node.ControlInputs.Add(before);
            }
        }

        /// <summary>Turns the ops, once all readers are known.</summary>
        public void Turn()
        {
            foreach ((TfNode variable, List<TfNode> changes) in _changes)
            {
                if (_plainReads.TryGetValue(new TfOutput(variable, 0), out TfNode? read))
                {
                    changes.ForEach(change => Wait(change, read));
                }
            }

            foreach (TfNode node in _handles.Keys.Where(node => !Changes.ContainsKey(node.Op)))
            {
                node.OutputTypes = [.. Enumerable.Repeat(DType.Resource, Math.Max(1, node.OutputTypes.Count))];
                node.Op = Variables.Contains(node.Op) ? "VarHandleOp" : node.Op;
            }

            foreach (TfNode node in _changes.Values.SelectMany(changes => changes))
            {
                node.Attributes = Attributes(node);
                node.OutputTypes = node.Op switch
                {
                    "IsVariableInitialized" => [DType.Bool],
                    "CountUpTo" or "DestroyTemporaryVariable" => node.OutputTypes,
                    _ => [],
                };
                node.Op = Changes[node.Op].OnHandles;
            }
        }

        /// <summary>Assign compares shapes unless it is told not to; its counterpart only when it is told to.</summary>
        private static NodeAttributes Attributes(TfNode node)
        {
            if (node.Op != "Assign")
            {
                return node.Attributes;
            }

            var values = new Dictionary<string, AttrValue>(node.Attributes.Values, StringComparer.Ordinal)
            {
                ["validate_shape"] = AttrValue.Of(node.Attributes.Bool("validate_shape", true)),
            };
            return new NodeAttributes(values, null);
        }

        private static TfNode NewRead(Handle handle, IEnumerable<TfNode> before)
        {
            var read = new TfNode(handle.Output.Node.Name + "/read", "ReadVariableOp", new NodeAttributes(
                new Dictionary<string, AttrValue>(StringComparer.Ordinal) { ["dtype"] = AttrValue.Of(handle.DType) }, null))
            {
                OutputTypes = [handle.DType],
            };
            read.InputList.Add(handle.Output);
            read.ControlInputs.AddRange(before);
            return read;
        }

        /// <summary>The reference that an op on one was given, past others that change the same variable.</summary>
        private static TfOutput Unchanged(TfOutput reference) => Past(reference, Changes.ContainsKey);

        /// <summary>The variable that a reference leads to.</summary>
        private static TfNode Origin(TfOutput reference) => Past(reference, op => Changes.ContainsKey(op) || Carriers.Contains(op)).Node;

        private static TfOutput Past(TfOutput reference, Func<string, bool> isPassed)
        {
            for (int steps = 0; isPassed(reference.Node.Op) && reference.Node.InputList.Count > 0 && steps < MostSteps; steps++)
            {
                reference = reference.Node.InputList[0];
            }

            return reference;
        }
    }
}
