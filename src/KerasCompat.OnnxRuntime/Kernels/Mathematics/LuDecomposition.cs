using System.Numerics;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>A square matrix as lower times upper triangle, with rows exchanged so that the largest element of each column leads.</summary>
internal sealed class LuDecomposition
{
    private bool _odd;

    /// <summary>Decomposes a matrix.</summary>
    public LuDecomposition(Matrix matrix)
    {
        Factors = matrix.Clone();
        Order = [.. Enumerable.Range(0, matrix.Rows)];
        for (int column = 0; column < matrix.Rows; column++)
        {
            Exchange(column, Pivot(column));
            Eliminate(column);
        }
    }

    /// <summary>Both triangles in one matrix; the lower one's diagonal of ones is not stored.</summary>
    public Matrix Factors { get; }

    /// <summary>Which row of the matrix each row of the factors is.</summary>
    public int[] Order { get; }

    public bool IsSingular
    {
        get
        {
            for (int i = 0; i < Factors.Rows; i++)
            {
                if (Factors[i, i] == Complex.Zero)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The determinant as a number of absolute value one (or zero) and the logarithm of its absolute value.</summary>
    public (Complex Sign, double LogAbsolute) LogDeterminant()
    {
        Complex sign = _odd ? -1 : 1;
        double log = 0;
        for (int i = 0; i < Factors.Rows; i++)
        {
            double size = Complex.Abs(Factors[i, i]);
            sign = size == 0 ? Complex.Zero : sign * (Factors[i, i] / size);
            log += Math.Log(size);
        }

        return (sign, log);
    }

    public Complex Determinant()
    {
        Complex product = _odd ? -1 : 1;
        for (int i = 0; i < Factors.Rows; i++)
        {
            product *= Factors[i, i];
        }

        return product;
    }

    public Matrix Solve(Matrix right)
    {
        var result = new Matrix(right.Rows, right.Columns);
        for (int i = 0; i < right.Rows; i++)
        {
            for (int j = 0; j < right.Columns; j++)
            {
                result[i, j] = right[Order[i], j];
            }
        }

        Triangular.SolveInPlace(Factors, result, lower: true, unitDiagonal: true);
        Triangular.SolveInPlace(Factors, result, lower: false, unitDiagonal: false);
        return result;
    }

    private int Pivot(int column)
    {
        int best = column;
        for (int row = column + 1; row < Factors.Rows; row++)
        {
            best = Complex.Abs(Factors[row, column]) > Complex.Abs(Factors[best, column]) ? row : best;
        }

        return best;
    }

    private void Exchange(int a, int b)
    {
        if (a == b)
        {
            return;
        }

        for (int column = 0; column < Factors.Columns; column++)
        {
            (Factors[a, column], Factors[b, column]) = (Factors[b, column], Factors[a, column]);
        }

        (Order[a], Order[b]) = (Order[b], Order[a]);
        _odd = !_odd;
    }

    private void Eliminate(int column)
    {
        Complex pivot = Factors[column, column];
        if (pivot == Complex.Zero)
        {
            return;
        }

        for (int row = column + 1; row < Factors.Rows; row++)
        {
            Complex factor = Factors[row, column] / pivot;
            Factors[row, column] = factor;
            for (int k = column + 1; k < Factors.Columns; k++)
            {
                Factors[row, k] -= factor * Factors[column, k];
            }
        }
    }
}
