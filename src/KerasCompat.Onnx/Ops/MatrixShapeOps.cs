using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Bands and diagonals of matrices (tensorflow/core/ops/array_ops.cc).</summary>
internal static class MatrixShapeOps
{
    private const string Bands = "ONNX forms of single diagonals; several at once run as a kernel";

    /// <summary>A negative number of diagonals keeps them all.</summary>
    [TfOp("MatrixBandPart")]
    public static void BandPart(OpContext op)
    {
        OnnxValue result = op.Input(0);
        OnnxValue lower = op.ToScalar(op.Cast(op.Input(1), DType.Int64)), upper = op.ToScalar(op.Cast(op.Input(2), DType.Int64));
        if (lower.Elements is not [{ IsKnown: true, Value: < 0 }])
        {
            OnnxValue all = op.Emit("Neg", op.Size(result, -2));
            OnnxValue k = lower.Elements is [{ IsKnown: true }] ? op.Emit("Neg", lower) : op.Where(op.Emit("Less", lower, op.Long(0)), all, op.Emit("Neg", lower));
            result = op.Emit("Trilu", new OnnxAttributes { ["upper"] = 1L }, result, k);
        }

        if (upper.Elements is not [{ IsKnown: true, Value: < 0 }])
        {
            OnnxValue k = upper.Elements is [{ IsKnown: true }] ? upper : op.Where(op.Emit("Less", upper, op.Long(0)), op.Size(result, -1), upper);
            result = op.Emit("Trilu", new OnnxAttributes { ["upper"] = 0L }, result, k);
        }

        op.Output(result);
    }

    [TfOp("MatrixDiag", "BatchMatrixDiag")]
    public static void MatrixDiag(OpContext op)
    {
        OnnxValue diagonal = op.Input(0), size = op.Size(diagonal, -1);
        op.Output(op.Where(IsDiagonal(op, size, size, op.Long(0)), op.Unsqueeze(diagonal, -1), op.Scalar(diagonal.DType, 0)));
    }

    /// <summary>One diagonal, of which the sizes of the matrix follow unless they are given.</summary>
    [TfOp("MatrixDiagV2", "MatrixDiagV3", Note = Bands)]
    public static void MatrixDiagV2(OpContext op)
    {
        OnnxValue diagonal = op.Input(0);
        if (Single(op, 1) is not { } k || op.Integers(2, "sizes")[0] != -1 || op.Integers(3, "sizes")[0] != -1)
        {
            throw op.Refuse("several diagonals, or a given size");
        }

        OnnxValue size = op.Add(op.Size(diagonal, -1), op.Long(Math.Abs(k)));
        OnnxValue padded = k == 0 ? diagonal : PadLast(op, diagonal, k < 0 ? -k : 0, op.Long(k > 0 ? k : 0));
        op.Output(op.Where(IsDiagonal(op, size, size, op.Long(k)), op.Unsqueeze(padded, -1), op.ToScalar(op.Input(4))));
    }

    [TfOp("MatrixDiagPart", "BatchMatrixDiagPart")]
    public static void MatrixDiagPart(OpContext op) => op.Output(Diagonal(op, op.Input(0), 0));

    [TfOp("MatrixDiagPartV2", "MatrixDiagPartV3", Note = Bands)]
    public static void MatrixDiagPartV2(OpContext op) =>
        op.Output(Diagonal(op, op.Input(0), Single(op, 1) ?? throw op.Refuse("several diagonals")));

    [TfOp("MatrixSetDiag", "BatchMatrixSetDiag", "MatrixSetDiagV2", "MatrixSetDiagV3", Note = Bands)]
    public static void MatrixSetDiag(OpContext op)
    {
        OnnxValue input = op.Input(0), diagonal = op.Input(1);
        long k = op.InputCount > 2 ? Single(op, 2) ?? throw op.Refuse("several diagonals") : 0;
        OnnxValue rows = op.Size(input, -2), columns = op.Size(input, -1);

        // Row i of the matrix has the diagonal's element i, or i + k below the main one.
        long lead = k < 0 ? -k : 0;
        OnnxValue trail = op.Emit("Max", op.Sub(rows, op.Add(op.Size(diagonal, -1), op.Long(lead))), op.Long(0));
        OnnxValue padded = k == 0 && rows.Elements is [var r] && columns.Elements is [var c] && r == c ? diagonal : PadLast(op, diagonal, lead, trail);
        op.Output(op.Where(IsDiagonal(op, rows, columns, op.Long(k)), op.Unsqueeze(padded, -1), input));
    }

    /// <summary>A diagonal tensor of twice the rank.</summary>
    [TfOp("Diag")]
    public static void Diag(OpContext op)
    {
        OnnxValue input = op.Input(0), size = op.Emit("Size", input), shape = op.Shape(input);
        OnnxValue matrix = op.Where(IsDiagonal(op, size, size, op.Long(0)), op.Reshape(input, -1, 1), op.Scalar(input.DType, 0));
        op.Output(op.ReshapeTo(matrix, op.Concat(0, shape, shape)));
    }

    [TfOp("DiagPart")]
    public static void DiagPart(OpContext op)
    {
        OnnxValue input = op.Input(0);
        OnnxValue shape = op.Slice(op.Shape(input), 0, op.Rank(input) / 2);
        OnnxValue size = op.Reduce("ReduceProd", shape, [0], keepDims: true);
        op.Output(op.ReshapeTo(Diagonal(op, op.ReshapeTo(input, op.Concat(0, size, size)), 0), shape));
    }

    /// <summary>Element (i, i + k) of a matrix that is read row by row: every (columns + 1)-th.</summary>
    private static OnnxValue Diagonal(OpContext op, OnnxValue matrix, long k)
    {
        int rank = op.Rank(matrix);
        OnnxValue shape = op.Shape(matrix), rows = op.Size(matrix, rank - 2), columns = op.Size(matrix, rank - 1);
        OnnxValue flat = op.ReshapeTo(matrix, op.Concat(0, op.Slice(shape, 0, rank - 2), op.ToVector(op.Mul(rows, columns))));
        OnnxValue length = k >= 0 ? op.Emit("Min", rows, op.Sub(columns, op.Long(k))) : op.Emit("Min", op.Add(rows, op.Long(k)), columns);
        OnnxValue start = k >= 0 ? op.Long(k) : op.Mul(columns, op.Long(-k));
        OnnxValue step = op.Add(columns, op.Long(1));
        OnnxValue end = op.Add(start, op.Mul(length, step));
        return op.Emit("Slice", flat, op.ToVector(start), op.ToVector(end), op.Longs(rank - 2), op.ToVector(step));
    }

    private static OnnxValue IsDiagonal(OpContext op, OnnxValue rows, OnnxValue columns, OnnxValue k) =>
        op.Emit("Equal", op.Unsqueeze(op.Add(op.Range(rows), k), 1), op.Unsqueeze(op.Range(columns), 0));

    private static OnnxValue PadLast(OpContext op, OnnxValue value, long before, OnnxValue after)
    {
        OnnxValue none = op.Longs([.. Enumerable.Repeat(0L, op.Rank(value) - 1)]);
        return op.Emit("Pad", value, op.Concat(0, none, op.Longs(before), none, op.ToVector(after)));
    }

    /// <summary>The number of the only diagonal; null when there are several.</summary>
    private static long? Single(OpContext op, int input)
    {
        long[] range = op.Integers(input, "diagonals");
        return range.Length == 1 || range[0] == range[1] ? range[0] : null;
    }
}
