using KerasCompat.Engines;

namespace KerasCompat.OnnxRuntime.Tests.HandMade;

/// <summary>Calls of a model's signatures, which end when their test does.</summary>
internal static class Calls
{
    /// <summary>Calls a signature without inputs.</summary>
    public static IReadOnlyDictionary<string, ModelTensor> Call(this OnnxModelEngine engine, string signature) => engine.Call(signature, new Dictionary<string, ModelTensor>());

    /// <summary>Calls a signature.</summary>
    public static IReadOnlyDictionary<string, ModelTensor> Call(this OnnxModelEngine engine, string signature, IReadOnlyDictionary<string, ModelTensor> inputs) =>
        engine.Run(signature, inputs, TestContext.Current.CancellationToken);
}
