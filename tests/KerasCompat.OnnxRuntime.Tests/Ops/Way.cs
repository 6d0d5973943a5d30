namespace KerasCompat.OnnxRuntime.Tests.Ops;

/// <summary>How much of an op's inputs is known while it is translated.</summary>
public enum Way
{
    /// <summary>The shapes of the data, and the parameters.</summary>
    KnownShapes,
    /// <summary>The ranks of the data, and the parameters.</summary>
    KnownRanks,
    /// <summary>The parameters.</summary>
    KnownParameters,
    /// <summary>The ranks: parameters are fed like data.</summary>
    FedParameters,
    /// <summary>Nothing.</summary>
    Nothing,
    /// <summary>Everything: the op is computed while translating, or when the model is loaded.</summary>
    Everything,
}
