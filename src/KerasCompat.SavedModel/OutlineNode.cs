namespace KerasCompat.SavedModel;

/// <summary>What the outline of a graph keeps of a node.</summary>
internal sealed class OutlineNode
{
    // Few of many nodes call functions.
    private List<string>? _functions;

    /// <summary>The op, or the function that is called like one.</summary>
    public string Op { get; set; } = "";

    /// <summary>What the node reads: <c>node</c>, <c>node:output</c>, <c>^node</c>.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>The functions that its attributes name.</summary>
    public IReadOnlyList<string> Functions => _functions ?? [];

    /// <summary>Notes a function that an attribute names.</summary>
    public void Call(string function) => (_functions ??= []).Add(function);
}
