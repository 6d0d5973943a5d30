using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.SavedModel.Graph;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

public sealed class MatrixKernelTests
{
    public static TheoryData<int, int, bool> Sizes => new() { { 3, 3, false }, { 5, 3, false }, { 3, 5, false }, { 5, 3, true }, { 3, 5, true }, { 1, 1, false }, { 4, 1, true } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Singular_values_and_their_bases_give_the_matrix_back(int rows, int columns, bool full)
    {
        foreach (Matrix matrix in (Matrix[])[Sample(rows, columns, complex: false), Sample(rows, columns, complex: true)])
        {
            (double[] s, Matrix u, Matrix v) = Orthogonal.Svd(matrix, full);

            var diagonal = new Matrix(u.Columns, v.Columns);
            for (int i = 0; i < s.Length; i++)
            {
                diagonal[i, i] = s[i];
            }

            AssertEqual(matrix, u.Times(diagonal).Times(v.Adjoint()));
            AssertEqual(Matrix.Identity(u.Columns), u.Adjoint().Times(u));
            AssertEqual(Matrix.Identity(v.Columns), v.Adjoint().Times(v));
            Assert.Equal(s.OrderDescending(), s);
        }
    }

    [Fact]
    public void A_matrix_without_full_rank_has_singular_values_too()
    {
        var matrix = new Matrix(3, 2, [1, 2, 2, 4, 3, 6]);

        (double[] s, Matrix u, _) = Orthogonal.Svd(matrix, full: false);

        Assert.Equal(0, s[1], 1e-12);
        AssertEqual(Matrix.Identity(2), u.Adjoint().Times(u));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Orthogonal_times_triangular_gives_the_matrix_back(int rows, int columns, bool full)
    {
        foreach (Matrix matrix in (Matrix[])[Sample(rows, columns, complex: false), Sample(rows, columns, complex: true)])
        {
            (Matrix q, Matrix r) = Orthogonal.Qr(matrix, full);

            AssertEqual(matrix, q.Times(r));
            AssertEqual(Matrix.Identity(q.Columns), q.Adjoint().Times(q));
        }
    }

    [Theory]
    [InlineData("MatrixInverse")]
    [InlineData("MatrixDeterminant")]
    [InlineData("LogMatrixDeterminant")]
    [InlineData("Cholesky")]
    [InlineData("Lu")]
    [InlineData("SelfAdjointEigV2")]
    public void What_is_for_square_matrices_refuses_others(string op)
    {
        ModelCallException refusal = Assert.Throws<ModelCallException>(() => Run(op, [DType.Float32, DType.Float32], [Values([2, 3], 1f, 2, 3, 4, 5, 6)]));

        Assert.Contains("Input matrix must be square, got: 2 != 3", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MatrixSolve")]
    [InlineData("MatrixTriangularSolve")]
    [InlineData("MatrixSolveLs")]
    public void A_right_side_of_other_rows_is_refused(string op)
    {
        List<ConstantTensor> inputs = [Values([2, 2], 1f, 0, 0, 1), Values([3, 1], 1f, 2, 3)];
        if (op == "MatrixSolveLs")
        {
            inputs.Add(Values([], 0.0));
        }

        ModelCallException refusal = Assert.Throws<ModelCallException>(() => Run(op, DType.Float32, [.. inputs]));

        Assert.Contains("Input matrix and rhs are incompatible: 2 and 3 rows", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Eigenvectors_are_only_stretched_by_the_matrix()
    {
        foreach (bool complex in (bool[])[false, true])
        {
            Matrix sample = Sample(4, 4, complex), matrix = sample.Times(sample.Adjoint());

            (double[] values, Matrix vectors) = Orthogonal.Eigen(matrix);

            var diagonal = new Matrix(4, 4);
            for (int i = 0; i < 4; i++)
            {
                diagonal[i, i] = values[i];
            }

            AssertEqual(matrix, vectors.Times(diagonal).Times(vectors.Adjoint()));
            Assert.Equal(values.Order(), values);
        }
    }

    [Fact]
    public void An_inverse_undoes_its_matrix()
    {
        double[] matrix = [0, 2, 1, 3, 1, 0, 1, 0, 5];

        double[] inverse = Run("MatrixInverse", DType.Float64, [Values([3, 3], matrix)]).Values<double>().ToArray();

        AssertEqual(Matrix.Identity(3), Of(matrix).Times(Of(inverse)));
    }

    [Fact]
    public void A_matrix_without_an_inverse_is_refused() =>
        Assert.Throws<ModelCallException>(() => Run("MatrixInverse", DType.Float32, [Values([2, 2], 1f, 2, 2, 4)]));

    [Fact]
    public void A_matrix_that_is_not_positive_definite_has_no_root() =>
        Assert.Throws<ModelCallException>(() => Run("Cholesky", DType.Float32, [Values([2, 2], 1f, 2, 2, 1)]));

    [Fact]
    public void Triangular_systems_are_solved_from_either_side()
    {
        float[] lower = Run("MatrixTriangularSolve", DType.Float32, [Values([2, 2], 2f, 9, 1, 4), Values([2, 1], 4f, 10)]).Values<float>().ToArray();
        float[] upper = Run("MatrixTriangularSolve", DType.Float32, [Values([2, 2], 2f, 1, 9, 4), Values([2, 1], 4f, 8)], ("lower", Bool(false))).Values<float>().ToArray();
        float[] adjoint = Run("MatrixTriangularSolve", DType.Float32, [Values([2, 2], 2f, 9, 1, 4), Values([2, 1], 4f, 8)], ("adjoint", Bool(true))).Values<float>().ToArray();

        Assert.Equal([2f, 2], lower);
        Assert.Equal([1f, 2], upper);
        Assert.Equal([1f, 2], adjoint);
    }

    [Fact]
    public void A_determinant_has_a_sign_and_a_logarithm()
    {
        ModelTensor[] results = Run("LogMatrixDeterminant", [DType.Float32, DType.Float32], [Values([2, 2], 1f, 2, 3, 4)]);

        Assert.Equal(-1f, results[0].Values<float>()[0]);
        Assert.Equal(Math.Log(2), results[1].Values<float>()[0], 1e-6);
        Assert.Equal(-2.0, Run("MatrixDeterminant", DType.Float64, [Values([2, 2], 1.0, 2, 3, 4)]).Values<double>()[0], 1e-12);
    }

    private static Matrix Of(double[] values) => new(3, 3, Array.ConvertAll(values, v => (Complex)v));

    private static Matrix Sample(int rows, int columns, bool complex) =>
        new(rows, columns, [.. Enumerable.Range(0, rows * columns).Select(i => new Complex((i * 7 % 11) - 4.5, complex ? (i * 5 % 7) - 2.5 : 0))]);

    private static void AssertEqual(Matrix expected, Matrix actual)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        for (int i = 0; i < expected.Values.Length; i++)
        {
            Assert.Equal(0, Complex.Abs(expected.Values[i] - actual.Values[i]), 1e-9);
        }
    }
}
