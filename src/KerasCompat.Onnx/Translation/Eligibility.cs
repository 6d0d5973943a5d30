using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Ops;
using KerasCompat.Onnx.Variables;

namespace KerasCompat.Onnx.Translation;

/// <summary>Whether a node may be tried in ONNX at all, by its op and element types.</summary>
internal static class Eligibility
{
    /// <summary>Null when the node may be tried; else why not, empty where there is no mapping at all.</summary>
    public static string? Refusal(TfNode node, ModelGraphs model)
    {
        if (TfOpTable.Find(node.Op) is null)
        {
            return RefusedOps.Reason(node.Op) ?? "";
        }

        foreach (TfOutput input in node.InputList)
        {
            if (Foreign(input.DType))
            {
                return $"ONNX has no {node.Op} of {input.DType.Name()}";
            }

            if (input.DType == DType.Resource && RestorePlan.Origin(input).Node is { Op: "VarHandleOp" } handle && model.Variables.IsMutable(handle))
            {
                return "the variable is changed by calls";
            }
        }

        for (int i = 0; i < node.OutputTypes.Count; i++)
        {
            if (Foreign(node.OutputTypes[i]))
            {
                return $"ONNX has no {node.Op} of {node.OutputTypes[i].Name()}";
            }
        }

        return null;
    }

    private static bool Foreign(DType type) => type == DType.String || type.IsComplex() || type is DType.QInt8 or DType.QUInt8 or DType.QInt16 or DType.QUInt16 or DType.QInt32;
}
