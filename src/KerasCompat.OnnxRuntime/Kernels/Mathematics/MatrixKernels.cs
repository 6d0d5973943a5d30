using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>Decompositions and solvers of the matrices in the last two dimensions (tensorflow/core/ops/linalg_ops.cc), in double precision.</summary>
internal static class MatrixKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        foreach (string prefix in (string[])["", "Batch"])
        {
            table.Add(prefix + "MatrixInverse", context => EachSquare(context, Inverse));
            table.Add(prefix + "MatrixDeterminant", Determinant);
            table.Add(prefix + "Cholesky", context => EachSquare(context, Cholesky));
            table.Add(prefix + "MatrixSolve", context => Solve(context, SquareSolution));
            table.Add(prefix + "MatrixTriangularSolve", context => Solve(context, TriangularSolution));
        }

        table.Add("LogMatrixDeterminant", LogDeterminant);
        table.Add("MatrixSolveLs", context => Solve(context, LeastSquares), node => node.Attributes.Bool("fast", true));
        table.Add("Lu", Lu);
        table.Add("TridiagonalSolve", context => Solve(context, (_, diagonals, right) => Solved(Tridiagonal(diagonals), right)));
        table.Add("BandedTriangularSolve", context => Solve(context, BandedSolution));
        table.Add("Qr", Qr);
        table.Add("Svd", Svd);
        foreach (string op in (string[])["SelfAdjointEigV2", "BatchSelfAdjointEigV2", "XlaSelfAdjointEig"])
        {
            table.Add(op, Eigen);
        }

        table.Add("BatchSvd", Svd);
        table.Add("XlaSvd", Svd);
        table.Add("BatchMatrixSolveLs", context => Solve(context, LeastSquares));
        foreach (string op in (string[])["MatMul", "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3"])
        {
            table.Add(op, Multiply, node => node.OutputTypes is [var type, ..] && Numbers.IsComplex(type));
        }
    }

    private static Matrix Inverse(KernelContext context, Matrix matrix)
    {
        var lu = new LuDecomposition(context.Attributes.Bool("adjoint", false) ? matrix.Adjoint() : matrix);
        KernelContext.Require(!lu.IsSingular, "Input is not invertible.");
        return lu.Solve(Matrix.Identity(matrix.Rows));
    }

    private static Matrix Cholesky(KernelContext context, Matrix matrix) =>
        Triangular.Cholesky(matrix) ?? throw KernelContext.Refuse("Cholesky decomposition was not successful. The input might not be valid.");

    private static Matrix SquareSolution(KernelContext context, Matrix left, Matrix right)
    {
        RequireSolvable(left, right);
        var lu = new LuDecomposition(context.Attributes.Bool("adjoint", false) ? left.Adjoint() : left);
        KernelContext.Require(!lu.IsSingular, "Input matrix is not invertible.");
        return lu.Solve(right);
    }

    private static void RequireSolvable(Matrix left, Matrix right)
    {
        KernelContext.Require(left.Rows == left.Columns, $"Input matrix must be square, got: {left.Rows} != {left.Columns}");
        KernelContext.Require(left.Rows == right.Rows, $"Input matrix and rhs are incompatible: {left.Rows} and {right.Rows} rows");
    }

    private static Matrix TriangularSolution(KernelContext context, Matrix left, Matrix right)
    {
        RequireSolvable(left, right);
        bool lower = context.Attributes.Bool("lower", true), adjoint = context.Attributes.Bool("adjoint", false);
        Matrix result = right.Clone();
        Triangular.SolveInPlace(adjoint ? left.Adjoint() : left, result, lower != adjoint, unitDiagonal: false);
        return result;
    }

    /// <summary>Through the normal equations, as TensorFlow does when <c>fast</c>: (A*A + lI)^-1 A*b, or A*(AA* + lI)^-1 b for more columns than rows.</summary>
    private static Matrix LeastSquares(KernelContext context, Matrix left, Matrix right)
    {
        KernelContext.Require(left.Rows == right.Rows, $"Input matrix and rhs are incompatible: {left.Rows} and {right.Rows} rows");
        double regularizer = Numbers.Scalar(context, 2);
        Matrix adjoint = left.Adjoint();
        bool tall = left.Rows >= left.Columns;
        Matrix normal = tall ? adjoint.Times(left) : left.Times(adjoint);
        for (int i = 0; i < normal.Rows; i++)
        {
            normal[i, i] += regularizer;
        }

        var lu = new LuDecomposition(normal);
        KernelContext.Require(!lu.IsSingular, "Input matrix was rank deficient or ill-conditioned.");
        return tall ? lu.Solve(adjoint.Times(right)) : adjoint.Times(lu.Solve(right));
    }

    /// <summary>Rows of the diagonals: above (its last element unused), main, below (its first element unused).</summary>
    private static Matrix Tridiagonal(Matrix diagonals)
    {
        KernelContext.Require(diagonals.Rows == 3, $"Expected diagonals to have three rows, got {diagonals.Rows}");
        int size = diagonals.Columns;
        var matrix = new Matrix(size, size);
        for (int i = 0; i < size; i++)
        {
            matrix[i, i] = diagonals[1, i];
            if (i + 1 < size)
            {
                matrix[i, i + 1] = diagonals[0, i];
                matrix[i + 1, i] = diagonals[2, i + 1];
            }
        }

        return matrix;
    }

    private static Matrix Solved(Matrix left, Matrix right)
    {
        RequireSolvable(left, right);
        var lu = new LuDecomposition(left);
        KernelContext.Require(!lu.IsSingular, "The first element of diagonal is zero, or the matrix is not invertible.");
        return lu.Solve(right);
    }

    /// <summary>Rows of the diagonals of a triangle; the main one is first for an upper triangle is last, and last for a lower one is first.</summary>
    private static Matrix BandedSolution(KernelContext context, Matrix bands, Matrix right)
    {
        KernelContext.Require(bands.Columns == right.Rows, $"Input matrix and rhs are incompatible: {bands.Columns} and {right.Rows} rows");
        bool lower = context.Attributes.Bool("lower", true), adjoint = context.Attributes.Bool("adjoint", false);
        int size = bands.Columns;
        var matrix = new Matrix(size, size);
        for (int band = 0; band < bands.Rows; band++)
        {
            // Stored as tf.linalg.diag_part stores them: highest first, each in the columns that it has in the matrix.
            int below = lower ? band : bands.Rows - 1 - band;
            for (int i = 0; i + below < size; i++)
            {
                (int row, int column) = lower ? (i + below, i) : (i, i + below);
                matrix[row, column] = bands[band, column];
            }
        }

        Matrix result = right.Clone();
        Triangular.SolveInPlace(adjoint ? matrix.Adjoint() : matrix, result, lower != adjoint, unitDiagonal: false);
        return result;
    }

    private static void Determinant(KernelContext context)
    {
        Stack stack = Stack.OfSquares(context.Input(0));
        var values = new Complex[stack.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = new LuDecomposition(stack[i]).Determinant();
        }

        Stack.Write(context.Allocate(0, context.Input(0).DType, stack.Batch), values);
    }

    private static void LogDeterminant(KernelContext context)
    {
        Stack stack = Stack.OfSquares(context.Input(0));
        var signs = new Complex[stack.Count];
        var logs = new Complex[stack.Count];
        for (int i = 0; i < signs.Length; i++)
        {
            (signs[i], double log) = new LuDecomposition(stack[i]).LogDeterminant();
            logs[i] = log;
        }

        Stack.Write(context.Allocate(0, context.Input(0).DType, stack.Batch), signs);
        Stack.Write(context.Allocate(1, context.Input(0).DType, stack.Batch), logs);
    }

    private static void Lu(KernelContext context)
    {
        Stack stack = Stack.OfSquares(context.Input(0));
        DType orders = context.Attributes.Type("output_idx_type", DType.Int32);
        HostTensor permutation = context.Allocate(1, orders, [.. stack.Batch, stack.Rows]);
        var positions = new List<double>();
        Matrix[] factors = new Matrix[stack.Count];
        for (int i = 0; i < factors.Length; i++)
        {
            var lu = new LuDecomposition(stack[i]);
            KernelContext.Require(!lu.IsSingular, "Input is not invertible.");
            factors[i] = lu.Factors;
            positions.AddRange(lu.Order.Select(row => (double)row));
        }

        Stack.Write(context.Allocate(0, context.Input(0).DType, context.Input(0).Shape), factors);
        Numbers.Write(permutation, [.. positions]);
    }

    private static void Qr(KernelContext context)
    {
        bool full = context.Attributes.Bool("full_matrices", false);
        Stack stack = Stack.Of(context.Input(0));
        int count = full ? stack.Rows : Math.Min(stack.Rows, stack.Columns);
        (Matrix Q, Matrix R)[] results = [.. Enumerable.Range(0, stack.Count).Select(i => Orthogonal.Qr(stack[i], full))];
        DType type = context.Input(0).DType;
        Stack.Write(context.Allocate(0, type, [.. stack.Batch, stack.Rows, count]), [.. results.Select(r => r.Q)]);
        Stack.Write(context.Allocate(1, type, [.. stack.Batch, count, stack.Columns]), [.. results.Select(r => r.R)]);
    }

    private static void Svd(KernelContext context)
    {
        bool full = context.Attributes.Bool("full_matrices", false);
        Stack stack = Stack.Of(context.Input(0));
        int size = Math.Min(stack.Rows, stack.Columns);
        (double[] S, Matrix U, Matrix V)[] results = [.. Enumerable.Range(0, stack.Count).Select(i => Orthogonal.Svd(stack[i], full))];
        DType type = context.Input(0).DType;
        DType real = type switch { DType.Complex64 => DType.Float32, DType.Complex128 => DType.Float64, _ => type };
        Numbers.Write(context.Allocate(0, real, [.. stack.Batch, size]), [.. results.SelectMany(r => r.S)]);
        if (!context.Attributes.Bool("compute_uv", true))
        {
            context.Allocate(1, type, [0]);
            context.Allocate(2, type, [0]);
            return;
        }

        Stack.Write(context.Allocate(1, type, [.. stack.Batch, stack.Rows, full ? stack.Rows : size]), [.. results.Select(r => r.U)]);
        Stack.Write(context.Allocate(2, type, [.. stack.Batch, stack.Columns, full ? stack.Columns : size]), [.. results.Select(r => r.V)]);
    }

    private static void Eigen(KernelContext context)
    {
        Stack stack = Stack.OfSquares(context.Input(0));
        (double[] Values, Matrix Vectors)[] results = [.. Enumerable.Range(0, stack.Count).Select(i => Orthogonal.Eigen(stack[i]))];
        DType type = context.Input(0).DType;
        Stack.Write(context.Allocate(0, type, [.. stack.Batch, stack.Rows]), [.. results.SelectMany(r => r.Values).Select(v => (Complex)v)]);
        if (context.Attributes.Bool("compute_v", true))
        {
            Stack.Write(context.Allocate(1, type, context.Input(0).Shape), [.. results.Select(r => r.Vectors)]);
        }
        else
        {
            context.Allocate(1, type, [0]);
        }
    }

    private static void Multiply(KernelContext context)
    {
        bool plain = context.Node.Op == "MatMul";
        Solve(context, (_, left, right) => Turned(context, left, plain ? "transpose_a" : "adj_x", plain).Times(Turned(context, right, plain ? "transpose_b" : "adj_y", plain)));
    }

    private static Matrix Turned(KernelContext context, Matrix matrix, string attribute, bool plain)
    {
        if (!context.Attributes.Bool(attribute, false))
        {
            return matrix;
        }

        Matrix adjoint = matrix.Adjoint();
        return plain ? new Matrix(adjoint.Rows, adjoint.Columns, [.. adjoint.Values.ToArray().Select(Complex.Conjugate)]) : adjoint;
    }

    private static void EachSquare(KernelContext context, Func<KernelContext, Matrix, Matrix> compute)
    {
        HostTensor input = context.Input(0);
        Stack stack = Stack.OfSquares(input);
        Matrix[] results = [.. Enumerable.Range(0, stack.Count).Select(i => compute(context, stack[i]))];
        Stack.Write(context.Allocate(0, input.DType, input.Shape), results);
    }

    /// <summary>For pairs of matrices; the dimensions before them broadcast.</summary>
    private static void Solve(KernelContext context, Func<KernelContext, Matrix, Matrix, Matrix> compute)
    {
        Stack left = Stack.Of(context.Input(0)), right = Stack.Of(context.Input(1));
        nint[] batch = KernelShapes.Broadcast(left.Batch, right.Batch);
        int[] lefts = KernelShapes.BroadcastIndices(left.Batch, batch), rights = KernelShapes.BroadcastIndices(right.Batch, batch);
        Matrix[] results = [.. lefts.Select((from, i) => compute(context, left[from], right[rights[i]]))];

        // Without any pair the shape of a result is that of a pair of empty matrices.
        Matrix sample = results.Length > 0 ? results[0] : compute(context, Matrix.Identity(left.Rows), new Matrix(left.Rows, right.Columns));
        Stack.Write(context.Allocate(0, context.Input(0).DType, [.. batch, sample.Rows, sample.Columns]), results);
    }
}
