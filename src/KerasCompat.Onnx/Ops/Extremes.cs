using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// The larger and the smaller of numbers, also of 64 bits. ONNX Runtime compares two of those whose upper halves are equal by their lower halves, as if
/// these had signs (Eigen's comparison of 64-bit integers for SSE2): its Max takes 0 for larger than 2^31, and so do Min, ReduceMax and ReduceMin.
/// </summary>
internal static class Extremes
{
    private const double Half = 4294967296;

    public static OnnxValue Larger(OpContext op, OnnxValue a, OnnxValue b) => Compared(op, "Max", "Greater", a, b);

    public static OnnxValue Smaller(OpContext op, OnnxValue a, OnnxValue b) => Compared(op, "Min", "Less", a, b);

    /// <summary>The extreme along axes; of nothing it is the least or the greatest number that the type has, infinite for floats.</summary>
    /// <param name="op">The node.</param>
    /// <param name="opType">ReduceMax or ReduceMin.</param>
    /// <param name="input">The numbers.</param>
    /// <param name="reduce">Writes a reduction of a tensor of the same shape, which keeps the axes or does not.</param>
    /// <param name="keepDims">Whether the result keeps the axes.</param>
    public static OnnxValue Along(OpContext op, string opType, OnnxValue input, Func<OnnxValue, bool, OnnxValue> reduce, bool keepDims)
    {
        switch (input.DType)
        {
            case DType.Int16 or DType.UInt16:
                return Bounded(op, opType, input.DType, reduce(op.Cast(input, DType.Int32), keepDims));
            case DType.UInt32:
                return Bounded(op, opType, input.DType, reduce(op.Cast(input, DType.Float64), keepDims));
            case DType.Int64 or DType.UInt64 when input.Elements is null:
                return ByHalves(op, opType, input, reduce, keepDims);
            default:
                return reduce(input, keepDims);
        }
    }

    /// <summary>Sizes fit into 32 bits, and what is known of them goes through Max and Min.</summary>
    private static OnnxValue Compared(OpContext op, string extreme, string comparison, OnnxValue a, OnnxValue b) =>
        a.DType != DType.Int64 || (a.Elements is not null && b.Elements is not null) ? op.Emit(extreme, a, b) : op.Where(op.Emit(comparison, a, b), a, b);

    /// <summary>The reduction was made in a wider type, where nothing is reduced to something else.</summary>
    private static OnnxValue Bounded(OpContext op, string opType, DType type, OnnxValue extreme) => op.Cast(
        opType == "ReduceMax" ? op.Emit("Max", extreme, op.Scalar(extreme.DType, Bounds.Lowest(type))) : op.Emit("Min", extreme, op.Scalar(extreme.DType, Bounds.Highest(type))),
        type);

    /// <summary>First among the upper halves, then among the lower halves of those that have the extreme upper half. Either is exact in float64.</summary>
    private static OnnxValue ByHalves(OpContext op, string opType, OnnxValue input, Func<OnnxValue, bool, OnnxValue> reduce, bool keepDims)
    {
        bool isMax = opType == "ReduceMax";
        DType type = input.DType;
        OnnxValue remainder = op.Emit("Mod", input, op.Scalar(type, Half)), lower = op.Cast(remainder, DType.Float64);
        OnnxValue upper = op.Cast(op.Sub(input, remainder), DType.Float64);
        OnnxValue first = Within(reduce(upper, true), isMax ? Bounds.Lowest(type) : Math.Pow(2, type == DType.Int64 ? 63 : 64) - Half);
        OnnxValue candidates = op.Where(op.Emit("Equal", upper, first), lower, op.Scalar(DType.Float64, isMax ? -1 : Half));
        OnnxValue second = Within(reduce(candidates, keepDims), isMax ? 0 : Half - 1);
        return op.Add(op.Cast(keepDims ? first : reduce(first, false), type), op.Cast(second, type));

        OnnxValue Within(OnnxValue value, double bound) => op.Emit(isMax ? "Max" : "Min", value, op.Scalar(DType.Float64, bound));
    }
}
