using System.Globalization;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Graph;

/// <summary>The names inside a graph or inside one call of a function, and what they stand for.</summary>
/// <param name="path">The model's folder, for messages.</param>
/// <param name="prefix">What the names of its nodes begin with.</param>
/// <param name="definitions">Its nodes by name.</param>
/// <param name="arguments">The arguments of a function; null in the graph itself, where tensors are written differently.</param>
internal sealed class ImportScope(string path, string prefix, Dictionary<string, NodeDef> definitions, Dictionary<string, TfOutput>? arguments)
{
    // Only the graph itself has some: the tensors that are fed, where it is cut.
    private Dictionary<string, TfOutput>? _fed;

    public string Prefix { get; } = prefix;

    /// <summary>The attributes of the call, for nodes whose attributes refer to them.</summary>
    public IReadOnlyDictionary<string, AttrValue>? CallAttributes { get; init; }

    /// <summary>What has been made so far.</summary>
    public Dictionary<string, BoundNode> Built { get; } = new(StringComparer.Ordinal);

    /// <summary>Inputs that could not be resolved when their node was made, because they close a loop of TensorFlow 1; null for none.</summary>
    public List<(TfNode Merge, int Position, string Input)>? BackEdges { get; set; }

    public NodeDef Definition(string name) => definitions.TryGetValue(name, out NodeDef? definition) ? definition : throw Missing(name);

    public bool IsArgument(string name) => arguments?.ContainsKey(name) == true;

    /// <summary>Whether the node has one output and that is fed, so that nothing behind it is needed.</summary>
    public bool IsWhollyFed(string node) =>
        IsFed(node, 0)
        && (!definitions.TryGetValue(node, out NodeDef? definition) || definition.Op is "Placeholder" or "PlaceholderV2" or "PlaceholderWithDefault" or "Identity");

    /// <summary>Whether an input reads a tensor that is fed.</summary>
    public bool IsFed(string input)
    {
        if (arguments is not null)
        {
            return false;
        }

        (string node, int index) = TensorName.Parse(input);
        return IsFed(node, index);
    }

    /// <summary>Cuts the graph at a tensor. Of several that feed one tensor, the first is read.</summary>
    /// <param name="node">The node that makes it.</param>
    /// <param name="index">Which output of the node it is.</param>
    /// <param name="value">What stands for it.</param>
    public void Feed(string node, int index, TfOutput value)
    {
        _fed ??= new Dictionary<string, TfOutput>(StringComparer.Ordinal);
        _fed.TryAdd(TensorName.Of(node, index), value);
    }

    /// <summary>Whether an input is the way back of a loop of TensorFlow 1.</summary>
    public bool IsBackEdge(NodeDef reader, string source) =>
        reader.Op is "Merge" or "RefMerge" && definitions.TryGetValue(source, out NodeDef? definition) && definition.Op is "NextIteration" or "RefNextIteration";

    public BoundNode Bound(string name) => Built.TryGetValue(name, out BoundNode? bound) ? bound : throw Missing(name);

    /// <summary>The tensor that an input of a node names.</summary>
    public TfOutput Resolve(string input)
    {
        if (arguments is null)
        {
            (string node, int index) = TensorName.Parse(input);
            return Resolve(node, index);
        }

        // In a function: "argument", "node", "node:group" or "node:group:position".
        int colon = input.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? input : input[..colon];
        if (arguments.TryGetValue(name, out TfOutput argument))
        {
            return argument;
        }

        if (colon < 0)
        {
            return Resolve(name, 0);
        }

        ReadOnlySpan<char> group = input.AsSpan(colon + 1), position = default;
        if (group.IndexOf(':') is >= 0 and int second)
        {
            position = group[(second + 1)..];
            group = group[..second];
        }

        int offset = OpSignatures.OutputOffset(Bound(name).Attributes, group);
        _ = int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out int given);
        return Resolve(name, (int)Math.Min(int.MaxValue, (long)offset + given));
    }

    public TfOutput Resolve(string node, int index)
    {
        if (_fed is not null && _fed.TryGetValue(TensorName.Of(node, index), out TfOutput fed))
        {
            return fed;
        }

        BoundNode bound = Bound(node);
        int count = bound.Outputs?.Count ?? (bound.Attributes.Definition is null ? int.MaxValue : bound.Node!.OutputTypes.Count);
        if (index >= count)
        {
            throw Broken($"node '{Prefix}{node}'", $"its output {index} is read but it has {count}");
        }

        return bound.Outputs is { } outputs ? outputs[index] : new TfOutput(bound.Node!, index);
    }

    public ModelFormatException Missing(string name) => Broken($"node '{Prefix}{name}'", "the graph reads it but has no such node");

    public ModelFormatException Broken(string place, string problem) =>
        new(path, place, problem, "Save the model again, or report it if TensorFlow itself can load it.");

    private bool IsFed(string node, int index) => _fed is not null && _fed.ContainsKey(TensorName.Of(node, index));
}
