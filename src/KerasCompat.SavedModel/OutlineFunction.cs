namespace KerasCompat.SavedModel;

/// <summary>What the outline of a graph keeps of a function.</summary>
internal sealed class OutlineFunction
{
    public Dictionary<string, OutlineNode> Nodes { get; } = new(StringComparer.Ordinal);

    /// <summary>The tensors and nodes that it returns or must run.</summary>
    public List<string> Results { get; } = [];
}
