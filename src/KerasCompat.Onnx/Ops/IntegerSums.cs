using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// Sums of integers, which wrap around as TensorFlow's do. ONNX Runtime's ReduceSum adds in float64 and gives the nearest integer that the type has: digits
/// beyond the 53rd bit are lost, and what overflows stays at the end of the range.
/// </summary>
internal static class IntegerSums
{
    private const double Half = 4294967296;

    /// <summary>The sum along axes.</summary>
    /// <param name="op">The node.</param>
    /// <param name="input">The numbers, of any type; of 64 bits up to two million are exact.</param>
    /// <param name="reduce">Writes ReduceSum of a tensor of the same shape.</param>
    public static OnnxValue Along(OpContext op, OnnxValue input, Func<OnnxValue, OnnxValue> reduce)
    {
        switch (input.DType)
        {
            case DType.Int32 when !IsSmall(input):
                return op.Cast(reduce(op.Cast(input, DType.Int64)), DType.Int32);
            case DType.Int64 or DType.UInt64 when !IsSmall(input):
                OnnxValue half = op.Scalar(input.DType, Half), lower = op.Emit("Mod", input, half), upper = op.Div(op.Sub(input, lower), half);
                return op.Add(reduce(lower), op.Mul(reduce(upper), half));
            default:
                return reduce(input);
        }
    }

    /// <summary>Sizes, and numbers of a type of half the bits or less, or of a truth, do not add up to too much.</summary>
    private static bool IsSmall(OnnxValue value) => value.Elements is not null
        || (value.Producer is { OpType: "Cast", Inputs: [{ DType: var from }] } && (from is DType.Bool or DType.Int8 or DType.UInt8 || (value.DType != DType.Int32 && from is DType.Int16 or DType.UInt16 or DType.Int32)));
}
