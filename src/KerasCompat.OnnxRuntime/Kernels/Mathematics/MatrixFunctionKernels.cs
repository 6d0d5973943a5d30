using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>Eigenvalues of any matrix and functions of matrices (tensorflow/core/ops/linalg_ops.cc), in double precision.</summary>
internal static class MatrixFunctionKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("Eig", Eig);
        table.Add("MatrixSquareRoot", context => Each(context, static matrix => Schur.Of(matrix).SquareRoot()));
        table.Add("MatrixLogarithm", context => Each(context, Logarithm));
        table.Add("MatrixExponential", context => Each(context, Exponential));
        table.Add("TridiagonalMatMul", TridiagonalMatMul);
        table.Add("SelfAdjointEig", SelfAdjoint);
        table.Add("BatchSelfAdjointEig", SelfAdjoint);
        table.Add("MatrixSolveLs", LeastSquares, node => !node.Attributes.Bool("fast", true));
    }

    /// <summary>Eigenvalues, and eigenvectors of length one as columns, in no particular order.</summary>
    private static void Eig(KernelContext context)
    {
        Stack stack = Stack.Of(context.Input(0));
        RequireSquare(stack);
        Schur[] forms = [.. Enumerable.Range(0, stack.Count).Select(i => Schur.Of(stack[i]))];
        DType type = context.Attributes.Type("Tout", context.Input(0).DType is DType.Float64 or DType.Complex128 ? DType.Complex128 : DType.Complex64);
        Stack.Write(context.Allocate(0, type, [.. stack.Batch, stack.Rows]), [.. forms.SelectMany(form => Enumerable.Range(0, stack.Rows).Select(i => form.Triangle[i, i]))]);
        if (context.Attributes.Bool("compute_v", true))
        {
            Stack.Write(context.Allocate(1, type, context.Input(0).Shape), [.. forms.Select(form => form.EigenVectors())]);
        }
        else
        {
            context.Allocate(1, type, [0]);
        }
    }

    /// <summary>Version 1: the eigenvalues are the first row, the eigenvectors the others.</summary>
    private static void SelfAdjoint(KernelContext context)
    {
        Stack stack = Stack.Of(context.Input(0));
        RequireSquare(stack);
        int size = stack.Rows;
        var results = new Matrix[stack.Count];
        for (int i = 0; i < results.Length; i++)
        {
            (double[] values, Matrix vectors) = Orthogonal.Eigen(stack[i]);
            results[i] = new Matrix(size + 1, size, [.. values.Select(value => (Complex)value), .. vectors.Values]);
        }

        Stack.Write(context.Allocate(0, context.Input(0).DType, [.. stack.Batch, size + 1, size]), results);
    }

    /// <summary>The shortest of the best solutions, through the singular values: those that are nothing beside the largest do not count.</summary>
    private static void LeastSquares(KernelContext context)
    {
        Stack left = Stack.Of(context.Input(0)), right = Stack.Of(context.Input(1));
        KernelContext.Require(left.Batch.SequenceEqual(right.Batch) && left.Rows == right.Rows, $"matrix {context.Input(0)} and rhs {context.Input(1)} do not fit");
        var results = new Matrix[left.Count];
        for (int i = 0; i < results.Length; i++)
        {
            (double[] s, Matrix u, Matrix v) = Orthogonal.Svd(left[i], full: false);
            Matrix projected = u.Adjoint().Times(right[i]);
            double smallest = s.Length == 0 ? 0 : s[0] * Math.Max(left.Rows, left.Columns) * 2.2e-16;
            for (int row = 0; row < projected.Rows; row++)
            {
                for (int column = 0; column < projected.Columns; column++)
                {
                    projected[row, column] = s[row] > smallest ? projected[row, column] / s[row] : Complex.Zero;
                }
            }

            results[i] = v.Times(projected);
        }

        Stack.Write(context.Allocate(0, context.Input(0).DType, [.. left.Batch, left.Columns, right.Columns]), results);
    }

    /// <summary>Inputs: the diagonals above (its last element unused), in the middle, below (its first unused), each [..., 1, size], and the right side.</summary>
    private static void TridiagonalMatMul(KernelContext context)
    {
        Stack above = Stack.Of(context.Input(0)), middle = Stack.Of(context.Input(1)), below = Stack.Of(context.Input(2)), right = Stack.Of(context.Input(3));
        int size = right.Rows;
        KernelContext.Require(above.Columns == size && middle.Columns == size && below.Columns == size && middle.Count == right.Count, "the diagonals must have as many elements as the right side has rows");
        var results = new Matrix[right.Count];
        for (int i = 0; i < results.Length; i++)
        {
            (Matrix upper, Matrix main, Matrix lower, Matrix given) = (above[i], middle[i], below[i], right[i]);
            results[i] = new Matrix(size, given.Columns);
            for (int row = 0; row < size; row++)
            {
                for (int column = 0; column < given.Columns; column++)
                {
                    results[i][row, column] = (main[0, row] * given[row, column])
                        + (row > 0 ? lower[0, row] * given[row - 1, column] : Complex.Zero)
                        + (row + 1 < size ? upper[0, row] * given[row + 1, column] : Complex.Zero);
                }
            }
        }

        Stack.Write(context.Allocate(0, context.Input(3).DType, context.Input(3).Shape), results);
    }

    /// <summary>exp(A) = exp(A / 2^k)^(2^k), where the series converges fast.</summary>
    private static Matrix Exponential(Matrix matrix)
    {
        double norm = Math.Sqrt(matrix.Values.ToArray().Sum(value => (value.Real * value.Real) + (value.Imaginary * value.Imaginary)));
        int halvings = norm > 0.25 && double.IsFinite(norm) ? (int)Math.Ceiling(Math.Log2(norm)) + 2 : 0;
        Matrix scaled = Scaled(matrix, Math.ScaleB(1, -halvings)), sum = Matrix.Identity(matrix.Rows), term = sum;
        for (int k = 1; k <= 16; k++)
        {
            term = Scaled(term.Times(scaled), 1d / k);
            sum = Sum(sum, term, 1);
        }

        for (int i = 0; i < halvings; i++)
        {
            sum = sum.Times(sum);
        }

        return sum;
    }

    /// <summary>log(A) = 2^k log(A^(1/2^k)), where log(X) = 2 (Z + Z^3 / 3 + ...) with Z = (X - I)(X + I)^-1 converges fast.</summary>
    private static Matrix Logarithm(Matrix matrix)
    {
        Matrix root = matrix, one = Matrix.Identity(matrix.Rows);
        int roots = 0;
        for (; roots < 60 && Sum(root, one, -1).Values.ToArray().Sum(Complex.Abs) > 0.2; roots++)
        {
            root = Schur.Of(root).SquareRoot();
        }

        Matrix quotient = new LuDecomposition(Sum(root, one, 1)).Solve(Sum(root, one, -1)), square = quotient.Times(quotient), power = quotient, sum = quotient;
        for (int k = 3; k <= 21; k += 2)
        {
            power = power.Times(square);
            sum = Sum(sum, power, 1d / k);
        }

        return Scaled(sum, Math.ScaleB(2, roots));
    }

    private static Matrix Scaled(Matrix matrix, double factor) => new(matrix.Rows, matrix.Columns, [.. matrix.Values.ToArray().Select(value => value * factor)]);

    private static Matrix Sum(Matrix a, Matrix b, double factor) => new(a.Rows, a.Columns, [.. a.Values.ToArray().Zip(b.Values.ToArray(), (x, y) => x + (factor * y))]);

    private static void RequireSquare(Stack stack) => KernelContext.Require(stack.Rows == stack.Columns, $"Input matrix must be square, got: {stack.Rows} != {stack.Columns}");

    private static void Each(KernelContext context, Func<Matrix, Matrix> compute)
    {
        HostTensor input = context.Input(0);
        Stack stack = Stack.Of(input);
        RequireSquare(stack);
        Stack.Write(context.Allocate(0, input.DType, input.Shape), [.. Enumerable.Range(0, stack.Count).Select(i => compute(stack[i]))]);
    }
}
