namespace KerasCompat.OnnxRuntime.Sessions;

/// <summary>
/// Compares shapes one dimension at a time. <see cref="MemoryExtensions.SequenceEqual{T}(ReadOnlySpan{T}, ReadOnlySpan{T})"/> would use vector
/// registers, whose upper halves the compiler clears when the method ends, or before a native call of that very method - not before a call of
/// another method that makes the native call. ONNX Runtime's first ops then run with them in use, which costs a model with an image tens of
/// microseconds: so nothing on the way to the native call may use vectors.
/// </summary>
internal static class ShapeComparison
{
    /// <summary>Whether two shapes are the same.</summary>
    /// <param name="dimensions">Holds the dimensions of the one.</param>
    /// <param name="rank">How many of them count; negative where there is no shape.</param>
    /// <param name="shape">The other.</param>
    public static bool Same(ReadOnlySpan<nint> dimensions, int rank, ReadOnlySpan<nint> shape)
    {
        if (rank != shape.Length)
        {
            return false;
        }

        for (int i = 0; i < shape.Length; i++)
        {
            if (dimensions[i] != shape[i])
            {
                return false;
            }
        }

        return true;
    }
}
