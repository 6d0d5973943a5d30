namespace KerasCompat.Onnx.Ops;

/// <summary>What callers feed. A placeholder that is an input of the signature is never translated; one that is met here has no value.</summary>
internal static class PlaceholderOps
{
    [TfOp("Placeholder", "PlaceholderV2", Note = "as inputs of a signature")]
    public static void Placeholder(OpContext op) => throw op.Refuse(
        $"the signature reads the placeholder '{op.Node.Name}' but does not have it as an input; export the model with it as an input, or with a constant in its place");
}
