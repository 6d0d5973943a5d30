using KerasCompat.Engines;

namespace KerasCompat.OnnxRuntime.Tests.HandMade;

/// <summary>Calls of signatures whose data is in the model.</summary>
internal static class EngineCalls
{
    /// <summary>Calls a signature that has no inputs, until the test is stopped.</summary>
    public static IReadOnlyDictionary<string, ModelTensor> Run(this IModelEngine engine, string signature) =>
        engine.Run(signature, new Dictionary<string, ModelTensor>(), TestContext.Current.CancellationToken);
}
