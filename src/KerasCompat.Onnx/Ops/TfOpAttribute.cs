namespace KerasCompat.Onnx.Ops;

/// <summary>Registers a static method as the ONNX form of TensorFlow ops. The method takes an <see cref="OpContext"/>.</summary>
/// <param name="ops">The TensorFlow ops that it covers.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TfOpAttribute(params string[] ops) : Attribute
{
    /// <summary>The TensorFlow ops that it covers.</summary>
    public IReadOnlyList<string> Ops { get; } = ops;

    /// <summary>What of the op's definition is not covered, for the support table; empty when all of it is.</summary>
    public string Note { get; init; } = "";
}
