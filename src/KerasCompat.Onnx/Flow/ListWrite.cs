using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Flow;

/// <summary>A node that writes one element of a list.</summary>
/// <param name="Value">The element.</param>
/// <param name="Index">Where it goes; null for the end of the list.</param>
internal sealed record ListWrite(TfOutput Value, TfOutput? Index)
{
    /// <summary>The write that a node makes to a list; null when it does something else.</summary>
    public static ListWrite? Find(TfNode node, TfOutput list) => node switch
    {
        { Op: "TensorListSetItem", InputList: [var own, var index, var value, ..] } when own == list => new ListWrite(value, index),
        { Op: "TensorListPushBack", InputList: [var own, var value] } when own == list => new ListWrite(value, null),
        _ => null,
    };
}
