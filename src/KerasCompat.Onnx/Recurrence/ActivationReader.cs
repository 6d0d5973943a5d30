using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Recurrence;

/// <summary>Recognises the activations that ONNX' recurrent operators know (onnx/docs/Operators.md, LSTM, attribute activations).</summary>
internal static class ActivationReader
{
    /// <summary>The activation that an output is the result of; the identity where it is none.</summary>
    public static Activation Read(TfOutput output)
    {
        TfNode node = output.Node;
        return node.Op switch
        {
            "Sigmoid" or "Tanh" or "Relu" or "Softplus" or "Softsign" => new Activation(node.Op, null, null, node.InputList[0]),
            "Elu" => new Activation("Elu", 1, null, node.InputList[0]),
            "LeakyRelu" => new Activation("LeakyRelu", node.Attributes.Float("alpha", 0.2f), null, node.InputList[0]),
            _ => HardSigmoid(output) ?? new Activation("Affine", 1, 0, output),
        };
    }

    /// <summary>Keras 2 writes it as clip(0.2 x + 0.5, 0, 1) (keras/backend.py, hard_sigmoid).</summary>
    private static Activation? HardSigmoid(TfOutput output)
    {
        TfOutput? inner = output.Node switch
        {
            { Op: "ClipByValue", InputList: [var value, var low, var high] } when IsUnit(low, high) => value,
            { Op: "Maximum", InputList: [{ Node: { Op: "Minimum", InputList: [var value, var high] } }, var low] } when IsUnit(low, high) => value,
            { Op: "Minimum", InputList: [{ Node: { Op: "Maximum", InputList: [var value, var low] } }, var high] } when IsUnit(low, high) => value,
            _ => null,
        };
        return inner is { Node: { Op: "Add" or "AddV2", InputList: [{ Node: { Op: "Mul", InputList: [var a, var b] } }, var offset] } }
            && BodyReader.Number(offset) is { } beta && (BodyReader.Number(b) ?? BodyReader.Number(a)) is { } alpha
            ? new Activation("HardSigmoid", (float)alpha, (float)beta, BodyReader.Number(b) is null ? b : a)
            : null;
    }

    private static bool IsUnit(TfOutput low, TfOutput high) => BodyReader.Number(low) is 0 && BodyReader.Number(high) is 1;
}
