namespace KerasCompat.OnnxRuntime.State;

/// <summary>Which TensorFlow ops change a variable or a table.</summary>
internal static class StateOps
{
    /// <summary>Whether an op changes state, so that a call of a signature that has it must not run beside another.</summary>
    /// <param name="op">The TensorFlow op.</param>
    public static bool Change(string op) =>
        op.StartsWith("Assign", StringComparison.Ordinal)
        || op.StartsWith("Rng", StringComparison.Ordinal)
        || op.StartsWith("ResourceScatter", StringComparison.Ordinal)
        || op.StartsWith("ResourceStridedSliceAssign", StringComparison.Ordinal)
        || op.StartsWith("LookupTableInsert", StringComparison.Ordinal)
        || op.StartsWith("LookupTableRemove", StringComparison.Ordinal)
        || op.StartsWith("LookupTableImport", StringComparison.Ordinal);
}
