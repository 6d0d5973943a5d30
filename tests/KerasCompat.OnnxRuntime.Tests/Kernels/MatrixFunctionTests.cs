using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

public sealed class MatrixFunctionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(12)]
    public void Eigenvectors_of_any_matrix_are_only_stretched_by_it(int size)
    {
        Matrix matrix = Sample(size, seed: size);

        var schur = Schur.Of(matrix);

        Matrix vectors = schur.EigenVectors(), stretched = matrix.Times(vectors);
        for (int k = 0; k < size; k++)
        {
            for (int i = 0; i < size; i++)
            {
                Assert.Equal(0, Complex.Abs(stretched[i, k] - (schur.Triangle[k, k] * vectors[i, k])), 1e-9);
            }

            Assert.Equal(1, Enumerable.Range(0, size).Sum(i => Math.Pow(Complex.Abs(vectors[i, k]), 2)), 1e-9);
        }
    }

    [Fact]
    public void A_rotation_has_complex_eigenvalues()
    {
        ModelTensor[] results = Run("Eig", [DType.Complex64, DType.Complex64], [Values([2, 2], 0f, -1, 1, 0)], ("Tout", Type(DType.Complex64)));

        float[] parts = [.. results[0].Values<(float Real, float Imaginary)>().ToArray().Select(value => value.Imaginary).Order()];
        Assert.Equal(-1f, parts[0], 1e-6f);
        Assert.Equal(1f, parts[1], 1e-6f);
        Assert.Equal([2, 2], results[1].Dimensions());
    }

    [Fact]
    public void A_matrix_with_one_eigenvalue_and_one_eigenvector_converges()
    {
        var schur = Schur.Of(new Matrix(3, 3, [2, 1, 0, 0, 2, 1, 0, 0, 2]));

        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(2, schur.Triangle[i, i].Real, 1e-9));
    }

    [Fact]
    public void A_square_root_times_itself_is_the_matrix()
    {
        double[] root = [2, 1, 0.5, 3];
        double[] square = [(2 * 2) + (1 * 0.5), (2 * 1) + (1 * 3), (0.5 * 2) + (3 * 0.5), (0.5 * 1) + (3 * 3)];

        double[] result = Run("MatrixSquareRoot", DType.Float64, [Values([2, 2], square)]).Values<double>().ToArray();

        Assert.All(root, (value, i) => Assert.Equal(value, result[i], 1e-12));
    }

    [Fact]
    public void The_logarithm_undoes_the_exponential()
    {
        Complex[] matrix = [new(0.3, 0.1), new(-0.2, 0.4), new(0.5, 0), new(-0.1, -0.3)];

        Complex[] exponential = Run("MatrixExponential", DType.Complex128, [Values([2, 2], matrix)]).Values<Complex>().ToArray();
        Complex[] logarithm = Run("MatrixLogarithm", DType.Complex128, [Values([2, 2], exponential)]).Values<Complex>().ToArray();

        Assert.All(matrix, (value, i) => Assert.Equal(0, Complex.Abs(value - logarithm[i]), 1e-10));
    }

    [Fact]
    public void The_exponential_of_a_large_diagonal_is_that_of_its_elements()
    {
        double[] result = Run("MatrixExponential", DType.Float64, [Values([2, 2], 5d, 0, 0, -3)]).Values<double>().ToArray();

        Assert.Equal(Math.Exp(5), result[0], 1e-9);
        Assert.Equal(Math.Exp(-3), result[3], 1e-12);
        Assert.Equal(0, result[1]);
    }

    [Fact]
    public void Three_diagonals_multiply_a_matrix()
    {
        // [[2, 5, 0], [7, 3, 6], [0, 8, 4]] times [1, 10, 100].
        float[] result = Run(
            "TridiagonalMatMul", DType.Float32,
            [Values([1, 3], 5f, 6, 99), Values([1, 3], 2f, 3, 4), Values([1, 3], 99f, 7, 8), Values([3, 1], 1f, 10, 100)]).Values<float>().ToArray();

        Assert.Equal([52f, 637, 480], result);
    }

    [Fact]
    public void The_shortest_of_the_best_solutions_is_found_without_full_rank()
    {
        // x + y = 2 twice: the shortest solution is (1, 1).
        double[] result = Run(
            "MatrixSolveLs", DType.Float64, [Values([2, 2], 1d, 1, 1, 1), Values([2, 1], 2d, 2), Values([], 0d)], ("fast", Bool(false))).Values<double>().ToArray();

        Assert.Equal(1, result[0], 1e-12);
        Assert.Equal(1, result[1], 1e-12);
    }

    private static Matrix Sample(int size, int seed)
    {
        var random = new Random(seed);
        return new Matrix(size, size, [.. Enumerable.Range(0, size * size).Select(_ => new Complex(random.NextDouble() - 0.5, seed % 2 == 0 ? random.NextDouble() - 0.5 : 0))]);
    }
}
