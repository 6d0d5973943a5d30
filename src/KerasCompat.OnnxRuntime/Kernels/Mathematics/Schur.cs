using System.Numerics;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>
/// A = Q T Q*, with Q unitary and T upper triangular, by shifted QR steps of the Hessenberg form (Golub and Van Loan, Matrix Computations, chapter 7). The
/// diagonal of T has the eigenvalues.
/// </summary>
internal sealed class Schur
{
    private const int MostSteps = 60;

    private Schur(Matrix triangle, Matrix vectors)
    {
        Triangle = triangle;
        Vectors = vectors;
    }

    /// <summary>T.</summary>
    public Matrix Triangle { get; }

    /// <summary>Q.</summary>
    public Matrix Vectors { get; }

    /// <summary>Decomposes a square matrix.</summary>
    /// <exception cref="KernelException">It does not converge: it has elements that are not finite.</exception>
    public static Schur Of(Matrix matrix)
    {
        var schur = new Schur(matrix.Clone(), Matrix.Identity(matrix.Rows));
        schur.ToHessenberg();
        schur.Iterate();
        return schur;
    }

    /// <summary>The eigenvectors as columns of length one.</summary>
    public Matrix EigenVectors()
    {
        int size = Triangle.Rows;
        var own = new Matrix(size, size);
        double smallest = Math.Max(Norm() * 1e-16, 1e-300);
        for (int k = 0; k < size; k++)
        {
            own[k, k] = 1;
            for (int i = k - 1; i >= 0; i--)
            {
                Complex sum = Triangle[i, k];
                for (int j = i + 1; j < k; j++)
                {
                    sum += Triangle[i, j] * own[j, k];
                }

                Complex gap = Triangle[k, k] - Triangle[i, i];
                own[i, k] = sum / (Complex.Abs(gap) < smallest ? smallest : gap);
            }
        }

        Matrix vectors = Vectors.Times(own);
        for (int k = 0; k < size; k++)
        {
            double length = Math.Sqrt(Enumerable.Range(0, size).Sum(i => Square(vectors[i, k])));
            for (int i = 0; i < size; i++)
            {
                vectors[i, k] /= length;
            }
        }

        return vectors;
    }

    /// <summary>The principal square root.</summary>
    public Matrix SquareRoot()
    {
        int size = Triangle.Rows;
        var root = new Matrix(size, size);
        for (int j = 0; j < size; j++)
        {
            root[j, j] = Complex.Sqrt(Triangle[j, j]);
            for (int i = j - 1; i >= 0; i--)
            {
                Complex sum = Triangle[i, j];
                for (int k = i + 1; k < j; k++)
                {
                    sum -= root[i, k] * root[k, j];
                }

                Complex divisor = root[i, i] + root[j, j];
                root[i, j] = divisor == Complex.Zero ? sum == Complex.Zero ? Complex.Zero : new Complex(double.NaN, 0) : sum / divisor;
            }
        }

        return Vectors.Times(root).Times(Vectors.Adjoint());
    }

    private void ToHessenberg()
    {
        int size = Triangle.Rows;
        var v = new Complex[size];
        for (int k = 0; k + 2 < size; k++)
        {
            double norm = Math.Sqrt(Enumerable.Range(k + 1, size - k - 1).Sum(i => Square(Triangle[i, k])));
            if (norm == 0)
            {
                continue;
            }

            Complex head = Triangle[k + 1, k];
            Complex beta = head == Complex.Zero ? norm : head / Complex.Abs(head) * norm;
            for (int i = k + 1; i < size; i++)
            {
                v[i] = Triangle[i, k] + (i == k + 1 ? beta : Complex.Zero);
            }

            double scale = 2 / Enumerable.Range(k + 1, size - k - 1).Sum(i => Square(v[i]));
            for (int j = 0; j < size; j++)
            {
                Complex sum = Complex.Zero;
                for (int i = k + 1; i < size; i++)
                {
                    sum += Complex.Conjugate(v[i]) * Triangle[i, j];
                }

                for (int i = k + 1; i < size; i++)
                {
                    Triangle[i, j] -= scale * v[i] * sum;
                }
            }

            ReflectRight(Triangle, v, k + 1, scale);
            ReflectRight(Vectors, v, k + 1, scale);
        }
    }

    private static void ReflectRight(Matrix matrix, Complex[] v, int from, double scale)
    {
        for (int i = 0; i < matrix.Rows; i++)
        {
            Complex sum = Complex.Zero;
            for (int j = from; j < matrix.Columns; j++)
            {
                sum += matrix[i, j] * v[j];
            }

            for (int j = from; j < matrix.Columns; j++)
            {
                matrix[i, j] -= scale * sum * Complex.Conjugate(v[j]);
            }
        }
    }

    private void Iterate()
    {
        int high = Triangle.Rows - 1;
        for (int steps = 0; high > 0;)
        {
            int low = high;
            while (low > 0 && !IsNegligible(low))
            {
                low--;
            }

            if (low > 0)
            {
                Triangle[low, low - 1] = Complex.Zero;
            }

            if (low == high)
            {
                high--;
                steps = 0;
                continue;
            }

            KernelContext.Require(++steps <= MostSteps, "Eigen decomposition was not successful. The input might not be valid.");
            Step(low, high, steps % 10 == 0 ? Triangle[high, high] + Complex.Abs(Triangle[high, high - 1]) : Shift(high));
        }
    }

    private bool IsNegligible(int row)
    {
        double near = Complex.Abs(Triangle[row, row]) + Complex.Abs(Triangle[row - 1, row - 1]);
        return Complex.Abs(Triangle[row, row - 1]) <= 2.3e-16 * (near == 0 ? Norm() : near);
    }

    /// <summary>The eigenvalue of the last two rows and columns that is nearer to the last element (Wilkinson).</summary>
    private Complex Shift(int high)
    {
        Complex a = Triangle[high - 1, high - 1], b = Triangle[high - 1, high], c = Triangle[high, high - 1], d = Triangle[high, high];
        Complex half = (a - d) / 2, root = Complex.Sqrt((half * half) + (b * c));
        Complex divisor = Complex.Abs(half + root) > Complex.Abs(half - root) ? half + root : half - root;
        return divisor == Complex.Zero ? d : d - (b * c / divisor);
    }

    private void Step(int low, int high, Complex shift)
    {
        int size = Triangle.Rows;
        var rotations = new (double Cosine, Complex Sine)[high - low];
        for (int i = low; i <= high; i++)
        {
            Triangle[i, i] -= shift;
        }

        for (int k = low; k < high; k++)
        {
            Complex x = Triangle[k, k], y = Triangle[k + 1, k];
            double length = Math.Sqrt(Square(x) + Square(y)), absolute = Complex.Abs(x);
            double cosine = length == 0 ? 1 : absolute / length;
            Complex sine = length == 0 ? Complex.Zero : (absolute == 0 ? 1 : x / absolute) * Complex.Conjugate(y) / length;
            rotations[k - low] = (cosine, sine);
            for (int j = k; j < size; j++)
            {
                (Complex upper, Complex lower) = (Triangle[k, j], Triangle[k + 1, j]);
                Triangle[k, j] = (cosine * upper) + (sine * lower);
                Triangle[k + 1, j] = (cosine * lower) - (Complex.Conjugate(sine) * upper);
            }
        }

        for (int k = low; k < high; k++)
        {
            (double cosine, Complex sine) = rotations[k - low];
            RotateColumns(Triangle, k, Math.Min(k + 2, high + 1), cosine, sine);
            RotateColumns(Vectors, k, size, cosine, sine);
        }

        for (int i = low; i <= high; i++)
        {
            Triangle[i, i] += shift;
        }
    }

    private static void RotateColumns(Matrix matrix, int column, int rows, double cosine, Complex sine)
    {
        for (int i = 0; i < rows; i++)
        {
            (Complex left, Complex right) = (matrix[i, column], matrix[i, column + 1]);
            matrix[i, column] = (cosine * left) + (Complex.Conjugate(sine) * right);
            matrix[i, column + 1] = (cosine * right) - (sine * left);
        }
    }

    private double Norm()
    {
        double sum = 0;
        foreach (Complex value in Triangle.Values)
        {
            sum += Square(value);
        }

        return Math.Sqrt(sum);
    }

    private static double Square(Complex value) => (value.Real * value.Real) + (value.Imaginary * value.Imaginary);
}
