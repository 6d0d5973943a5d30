using System.Globalization;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Graph;

/// <summary>
/// Whether a node keeps to the definition of its op that travels in the SavedModel. TensorFlow asks the same when it loads a graph
/// (<c>ValidateNodeDef</c>, tensorflow/core/framework/node_def_util.cc); mappings and kernels rely on it.
/// </summary>
internal static class DefinitionCheck
{
    /// <summary>What is wrong with a node; null where nothing is.</summary>
    /// <param name="definition">The op's definition, as the file states it.</param>
    /// <param name="attributes">The node's attributes.</param>
    /// <param name="inputs">How many tensors it reads.</param>
    public static string? Problem(OpDef definition, NodeAttributes attributes, int inputs)
    {
        for (int i = 0; i < definition.Attr.Count; i++)
        {
            AttrDef attribute = definition.Attr[i];
            AttrValue.ValueOneofCase kind = attributes.Find(attribute.Name)?.ValueCase ?? AttrValue.ValueOneofCase.None;
            if (kind == AttrValue.ValueOneofCase.None)
            {
                return $"it has no attribute '{attribute.Name}', which {definition.Name} needs";
            }

            // A placeholder stands for an attribute of a call; where a function is imported by itself there is no call.
            if (kind != AttrValue.ValueOneofCase.Placeholder && Kind(attribute.Type) is { } stated && kind != stated)
            {
                return $"its attribute '{attribute.Name}' is no {attribute.Type}, as {definition.Name} needs";
            }
        }

        long wanted = 0;
        for (int i = 0; i < definition.InputArg.Count; i++)
        {
            wanted += Tensors(definition.InputArg[i], attributes);
        }

        return definition.InputArg.Count == 0 || wanted == inputs ? null : string.Create(
            CultureInfo.InvariantCulture, $"it reads {inputs} tensors and {definition.Name} takes {wanted}");
    }

    private static long Tensors(ArgDef argument, NodeAttributes attributes) =>
        argument.TypeListAttr.Length > 0 ? attributes.Types(argument.TypeListAttr).Count
        : argument.NumberAttr.Length > 0 ? attributes.Int(argument.NumberAttr, 0)
        : 1;

    private static AttrValue.ValueOneofCase? Kind(string type) => type switch
    {
        "int" => AttrValue.ValueOneofCase.I,
        "float" => AttrValue.ValueOneofCase.F,
        "bool" => AttrValue.ValueOneofCase.B,
        "string" => AttrValue.ValueOneofCase.S,
        "type" => AttrValue.ValueOneofCase.Type,
        "shape" => AttrValue.ValueOneofCase.Shape,
        "tensor" => AttrValue.ValueOneofCase.Tensor,
        "func" => AttrValue.ValueOneofCase.Func,
        _ when type.StartsWith("list(", StringComparison.Ordinal) => AttrValue.ValueOneofCase.List,
        _ => null,
    };
}
