using System.Numerics;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>Jacobi's rotation of two columns p and q: q is turned by a phase that makes their product real, then both in their plane.</summary>
/// <param name="Cosine">The cosine of the angle.</param>
/// <param name="Sine">Its sine.</param>
/// <param name="Phase">A number of absolute value one.</param>
internal readonly record struct Rotation(double Cosine, double Sine, Complex Phase)
{
    /// <summary>The rotation after which [[alpha, gamma], [gamma*, beta]] is diagonal.</summary>
    public static Rotation Of(double alpha, double beta, Complex gamma)
    {
        double size = Complex.Abs(gamma), zeta = (beta - alpha) / (2 * size);
        double tangent = (zeta >= 0 ? 1 : -1) / (Math.Abs(zeta) + Math.Sqrt(1 + (zeta * zeta)));
        double cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
        return new Rotation(cosine, cosine * tangent, Complex.Conjugate(gamma / size));
    }

    public void ApplyToColumns(Matrix matrix, int p, int q)
    {
        for (int i = 0; i < matrix.Rows; i++)
        {
            Complex a = matrix[i, p], b = matrix[i, q] * Phase;
            matrix[i, p] = (Cosine * a) - (Sine * b);
            matrix[i, q] = (Sine * a) + (Cosine * b);
        }
    }

    /// <summary>The adjoint from the left.</summary>
    public void ApplyToRows(Matrix matrix, int p, int q)
    {
        for (int j = 0; j < matrix.Columns; j++)
        {
            Complex a = matrix[p, j], b = matrix[q, j] * Complex.Conjugate(Phase);
            matrix[p, j] = (Cosine * a) - (Sine * b);
            matrix[q, j] = (Sine * a) + (Cosine * b);
        }
    }
}
