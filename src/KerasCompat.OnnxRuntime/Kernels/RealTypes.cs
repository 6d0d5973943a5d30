using KerasCompat.Contracts;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>
/// From TensorFlow's element types to those of .NET: the one place that knows which belong together. A computation is a struct, so that it is
/// compiled for each type and nothing is boxed.
/// </summary>
internal static class RealTypes
{
    /// <summary>Runs a computation in the type of a tensor's elements.</summary>
    /// <param name="dtype">The element type.</param>
    /// <param name="computation">The computation.</param>
    /// <returns>False where .NET has no such type of real numbers (bfloat16 is none), and nothing was run.</returns>
    public static bool TryRun<TComputation>(DType dtype, TComputation computation)
        where TComputation : struct, IRealComputation, allows ref struct
    {
        switch (dtype)
        {
            case DType.Float32: computation.Run<float>(); return true;
            case DType.Float64: computation.Run<double>(); return true;
            case DType.Float16: computation.Run<Half>(); return true;
            case DType.Int8 or DType.QInt8: computation.Run<sbyte>(); return true;
            case DType.Int16 or DType.QInt16: computation.Run<short>(); return true;
            case DType.Int32 or DType.QInt32: computation.Run<int>(); return true;
            case DType.Int64: computation.Run<long>(); return true;
            case DType.UInt8 or DType.QUInt8: computation.Run<byte>(); return true;
            case DType.UInt16 or DType.QUInt16: computation.Run<ushort>(); return true;
            case DType.UInt32: computation.Run<uint>(); return true;
            case DType.UInt64: computation.Run<ulong>(); return true;
            default: return false;
        }
    }

    /// <summary>Runs a computation in the type of a tensor's elements.</summary>
    /// <param name="context">The node that asks for it.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="computation">The computation.</param>
    /// <exception cref="KernelException">.NET has no such type of real numbers.</exception>
    public static void Run<TComputation>(KernelContext context, DType dtype, TComputation computation)
        where TComputation : struct, IRealComputation, allows ref struct => KernelContext.Require(
            TryRun(dtype, computation), $"{context.Node.Op} of {dtype.Name()} is not computed here");
}
