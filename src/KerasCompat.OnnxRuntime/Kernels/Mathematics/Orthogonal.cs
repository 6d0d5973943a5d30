using System.Numerics;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>Decompositions with orthogonal (unitary) factors: Householder's QR and Jacobi's rotations for eigenvalues and singular values.</summary>
internal static class Orthogonal
{
    private const int MostSweeps = 60;
    private const double Tolerance = 1e-15;

    /// <summary>
    /// A = QR. The diagonal of R has the sign that Householder's reflections give (as in LAPACK and Eigen): opposite to what the column
    /// begins with.
    /// </summary>
    /// <param name="matrix">The matrix, m rows by n columns.</param>
    /// <param name="full">Q is m by m and R m by n; else Q is m by min(m, n) and R min(m, n) by n.</param>
    public static (Matrix Q, Matrix R) Qr(Matrix matrix, bool full)
    {
        Matrix r = matrix.Clone(), q = Matrix.Identity(matrix.Rows);
        int count = Math.Min(matrix.Rows, matrix.Columns);
        var v = new Complex[matrix.Rows];
        for (int k = 0; k < count; k++)
        {
            double tail = 0;
            for (int i = k + 1; i < r.Rows; i++)
            {
                tail += Square(r[i, k]);
            }

            Complex head = r[k, k];
            if (tail == 0 && head.Imaginary == 0)
            {
                continue;
            }

            double norm = Math.Sqrt(Square(head) + tail), beta = head.Real >= 0 ? -norm : norm;
            Complex tau = Complex.Conjugate((beta - head) / beta);
            v[k] = 1;
            for (int i = k + 1; i < r.Rows; i++)
            {
                v[i] = r[i, k] / (head - beta);
            }

            Reflect(r, v, k, tau, k);
            ReflectRight(q, v, k, Complex.Conjugate(tau));
        }

        for (int i = 0; i < r.Rows; i++)
        {
            for (int j = 0; j < Math.Min(i, r.Columns); j++)
            {
                r[i, j] = Complex.Zero;
            }
        }

        return full ? (q, r) : (q.FirstColumns(count), r.FirstRows(count));
    }

    /// <summary>Eigenvalues in ascending order, and eigenvectors as columns, of a Hermitian matrix of which only the lower triangle is read.</summary>
    public static (double[] Values, Matrix Vectors) Eigen(Matrix matrix)
    {
        int size = matrix.Rows;
        var a = new Matrix(size, size);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                a[i, j] = i == j ? matrix[i, i].Real : matrix[i, j];
                a[j, i] = Complex.Conjugate(a[i, j]);
            }
        }

        Matrix vectors = Matrix.Identity(size);
        double negligible = Tolerance * Norm(a);
        for (int sweep = 0, changes = 1; sweep < MostSweeps && changes > 0; sweep++)
        {
            changes = 0;
            for (int p = 0; p < size; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    double off = Complex.Abs(a[p, q]);
                    if (off <= negligible)
                    {
                        continue;
                    }

                    changes++;
                    var rotation = Rotation.Of(a[p, p].Real, a[q, q].Real, a[p, q]);
                    rotation.ApplyToColumns(a, p, q);
                    rotation.ApplyToRows(a, p, q);
                    rotation.ApplyToColumns(vectors, p, q);
                }
            }
        }

        int[] order = [.. Enumerable.Range(0, size).OrderBy(i => a[i, i].Real)];
        return ([.. order.Select(i => a[i, i].Real)], Columns(vectors, order));
    }

    /// <summary>A = U diag(S) V*, singular values in descending order (Hestenes' one-sided rotations).</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="full">U and V are square; else they have min(m, n) columns.</param>
    public static (double[] S, Matrix U, Matrix V) Svd(Matrix matrix, bool full)
    {
        if (matrix.Rows < matrix.Columns)
        {
            (double[] s, Matrix left, Matrix right) = Svd(matrix.Adjoint(), full);
            return (s, right, left);
        }

        int size = matrix.Columns;
        Matrix u = matrix.Clone(), v = Matrix.Identity(size);
        for (int sweep = 0, changes = 1; sweep < MostSweeps && changes > 0; sweep++)
        {
            changes = 0;
            for (int p = 0; p < size; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    (double alpha, double beta, Complex gamma) = Products(u, p, q);
                    if (Complex.Abs(gamma) <= Tolerance * Math.Sqrt(alpha * beta) || gamma == Complex.Zero)
                    {
                        continue;
                    }

                    changes++;
                    var rotation = Rotation.Of(alpha, beta, gamma);
                    rotation.ApplyToColumns(u, p, q);
                    rotation.ApplyToColumns(v, p, q);
                }
            }
        }

        double[] norms = [.. Enumerable.Range(0, size).Select(j => Math.Sqrt(Products(u, j, j).Alpha))];
        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(j => norms[j])];
        double[] values = [.. order.Select(j => norms[j])];
        return (values, Normalized(Columns(u, order), values, full ? matrix.Rows : size), Columns(v, order));
    }

    private static double Square(Complex value) => (value.Real * value.Real) + (value.Imaginary * value.Imaginary);

    private static double Norm(Matrix matrix)
    {
        double sum = 0;
        foreach (Complex value in matrix.Values)
        {
            sum += Square(value);
        }

        return Math.Sqrt(sum);
    }

    /// <summary>(I - tau v v*) M, from row and column <paramref name="from"/> on.</summary>
    private static void Reflect(Matrix matrix, Complex[] v, int row, Complex tau, int from)
    {
        for (int j = from; j < matrix.Columns; j++)
        {
            Complex sum = Complex.Zero;
            for (int i = row; i < matrix.Rows; i++)
            {
                sum += Complex.Conjugate(v[i]) * matrix[i, j];
            }

            sum *= tau;
            for (int i = row; i < matrix.Rows; i++)
            {
                matrix[i, j] -= v[i] * sum;
            }
        }
    }

    /// <summary>M (I - tau v v*).</summary>
    private static void ReflectRight(Matrix matrix, Complex[] v, int from, Complex tau)
    {
        for (int i = 0; i < matrix.Rows; i++)
        {
            Complex sum = Complex.Zero;
            for (int j = from; j < matrix.Columns; j++)
            {
                sum += matrix[i, j] * v[j];
            }

            sum *= tau;
            for (int j = from; j < matrix.Columns; j++)
            {
                matrix[i, j] -= sum * Complex.Conjugate(v[j]);
            }
        }
    }

    private static (double Alpha, double Beta, Complex Gamma) Products(Matrix matrix, int p, int q)
    {
        double alpha = 0, beta = 0;
        Complex gamma = Complex.Zero;
        for (int i = 0; i < matrix.Rows; i++)
        {
            alpha += Square(matrix[i, p]);
            beta += Square(matrix[i, q]);
            gamma += Complex.Conjugate(matrix[i, p]) * matrix[i, q];
        }

        return (alpha, beta, gamma);
    }

    private static Matrix Columns(Matrix matrix, int[] order)
    {
        var result = new Matrix(matrix.Rows, order.Length);
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < order.Length; j++)
            {
                result[i, j] = matrix[i, order[j]];
            }
        }

        return result;
    }

    /// <summary>Columns of length one; those of length zero, and those missing, are made orthogonal to the others from the unit vectors.</summary>
    private static Matrix Normalized(Matrix columns, double[] norms, int count)
    {
        var result = new Matrix(columns.Rows, count);
        double smallest = norms.Length == 0 ? 0 : norms[0] * Tolerance;
        int unit = 0;
        for (int j = 0; j < count; j++)
        {
            if (j < norms.Length && norms[j] > smallest)
            {
                for (int i = 0; i < columns.Rows; i++)
                {
                    result[i, j] = columns[i, j] / norms[j];
                }

                continue;
            }

            while (!TryOrthogonal(result, j, unit++))
            {
            }
        }

        return result;
    }

    private static bool TryOrthogonal(Matrix matrix, int column, int unit)
    {
        var candidate = new Complex[matrix.Rows];
        candidate[unit] = 1;
        for (int pass = 0; pass < 2; pass++)
        {
            for (int j = 0; j < column; j++)
            {
                Complex overlap = Complex.Zero;
                for (int i = 0; i < candidate.Length; i++)
                {
                    overlap += Complex.Conjugate(matrix[i, j]) * candidate[i];
                }

                for (int i = 0; i < candidate.Length; i++)
                {
                    candidate[i] -= overlap * matrix[i, j];
                }
            }
        }

        double norm = Math.Sqrt(candidate.Sum(Square));
        if (norm < 1e-6)
        {
            return false;
        }

        for (int i = 0; i < candidate.Length; i++)
        {
            matrix[i, column] = candidate[i] / norm;
        }

        return true;
    }
}
