namespace KerasCompat.SavedModel;

/// <summary>What the outline of a graph keeps of a node.</summary>
internal sealed class OutlineNode
{
    public string Op { get; set; } = "";

    public List<string> Inputs { get; } = [];

    /// <summary>The functions that its attributes name.</summary>
    public List<string> Functions { get; } = [];
}
