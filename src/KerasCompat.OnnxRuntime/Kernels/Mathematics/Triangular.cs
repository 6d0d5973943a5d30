using System.Numerics;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>Triangular systems, and the triangular root of a positive definite matrix.</summary>
internal static class Triangular
{
    /// <summary>Solves a triangular system for every column of a matrix, in place. The other triangle is not read.</summary>
    public static void SolveInPlace(Matrix triangle, Matrix right, bool lower, bool unitDiagonal)
    {
        int size = triangle.Rows;
        for (int step = 0; step < size; step++)
        {
            int row = lower ? step : size - 1 - step;
            for (int column = 0; column < right.Columns; column++)
            {
                Complex value = right[row, column];
                for (int k = lower ? 0 : row + 1; k < (lower ? row : size); k++)
                {
                    value -= triangle[row, k] * right[k, column];
                }

                right[row, column] = unitDiagonal ? value : value / triangle[row, row];
            }
        }
    }

    /// <summary>The lower triangle L with L times its adjoint the matrix, of which only the lower triangle is read; null when it is not positive definite.</summary>
    public static Matrix? Cholesky(Matrix matrix)
    {
        var result = new Matrix(matrix.Rows, matrix.Rows);
        for (int row = 0; row < matrix.Rows; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                Complex sum = matrix[row, column];
                for (int k = 0; k < column; k++)
                {
                    sum -= result[row, k] * Complex.Conjugate(result[column, k]);
                }

                if (row > column)
                {
                    result[row, column] = sum / result[column, column].Real;
                }
                else if (sum.Real > 0)
                {
                    result[row, row] = Math.Sqrt(sum.Real);
                }
                else
                {
                    return null;
                }
            }
        }

        return result;
    }
}
