using System.Globalization;

namespace KerasCompat.Onnx.Graph;

/// <summary>How TensorFlow writes what a node reads: <c>node</c>, <c>node:output</c>, <c>^node</c> for a control edge.</summary>
internal static class TensorName
{
    /// <summary>The node and the output of a tensor of a graph; without a number it is the first.</summary>
    public static (string Node, int Index) Parse(string tensor)
    {
        int colon = tensor.LastIndexOf(':');
        return colon > 0 && int.TryParse(tensor.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? (tensor[..colon], index)
            : (tensor, 0);
    }

    /// <summary>The name of a node's output, always with its number.</summary>
    public static string Of(string node, int index) => node + ":" + index.ToString(CultureInfo.InvariantCulture);

    /// <summary>The node that an input names, whatever follows it, and whether the edge is one of control.</summary>
    public static (string Node, bool IsControl) Source(string input)
    {
        if (input.StartsWith('^'))
        {
            return (input[1..], true);
        }

        int colon = input.IndexOf(':', StringComparison.Ordinal);
        return (colon < 0 ? input : input[..colon], false);
    }
}
