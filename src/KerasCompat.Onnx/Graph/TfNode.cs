using KerasCompat.Contracts;

namespace KerasCompat.Onnx.Graph;

/// <summary>A node of a TensorFlow graph after the library's functions were inlined.</summary>
public sealed class TfNode
{
    internal TfNode(string name, string op, NodeAttributes attributes)
    {
        Name = name;
        Op = op;
        Attributes = attributes;
    }

    /// <summary>The node's name, unique in its graph; names of inlined functions are prefixed with the call's name.</summary>
    public string Name { get; }

    /// <summary>The TensorFlow op, for example <c>MatMul</c>.</summary>
    public string Op { get; internal set; }

    /// <summary>The attributes, with the op's own defaults for those that the file leaves out.</summary>
    public NodeAttributes Attributes { get; internal set; }

    /// <summary>The tensors it reads.</summary>
    public IReadOnlyList<TfOutput> Inputs => InputList;

    /// <summary>The element types of its outputs; <see cref="DType.Invalid"/> where one is not known.</summary>
    public IReadOnlyList<DType> OutputTypes { get; internal set; } = [];

    /// <summary>The bodies of a loop or branch that was found in the graph itself; null where they are functions that attributes name.</summary>
    internal IReadOnlyList<TfGraph>? Bodies { get; set; }

    /// <summary>The outputs of a loop or branch that anything reads; null where that is not known.</summary>
    internal IReadOnlySet<int>? ReadOutputs { get; set; }

    /// <summary>Whether a function that it calls, or a body of it, changes something that outlives the call.</summary>
    internal bool CallsEffects { get; set; }

    internal List<TfOutput> InputList { get; } = [];

    internal List<TfNode> ControlInputs { get; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Op} '{Name}'";
}
