namespace KerasCompat.OnnxRuntime.Kernels.Forests;

/// <summary>What a node of a tree asks.</summary>
internal enum TreeTest : byte
{
    /// <summary>Nothing: it is a leaf.</summary>
    None,

    /// <summary>Whether the value is missing.</summary>
    IsMissing,

    /// <summary>Whether a number is at least the threshold.</summary>
    AtLeast,

    /// <summary>Whether a flag is set.</summary>
    IsTrue,

    /// <summary>Whether a category is among some.</summary>
    IsAmong,

    /// <summary>Whether one of several categories is among some.</summary>
    AnyAmong,

    /// <summary>Whether a weighted sum of numbers is at least the threshold.</summary>
    SumAtLeast,
}
