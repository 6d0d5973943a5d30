using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

public sealed class FourierKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(17)]
    [InlineData(64)]
    [InlineData(100)]
    public void A_transform_is_the_sum_of_its_definition_and_can_be_undone(int length)
    {
        Complex[] values = [.. Enumerable.Range(0, length).Select(i => new Complex((i * 7 % 5) - 2, i * 3 % 4))];
        Complex[] transformed = [.. values];
        var fourier = new Fourier(length);

        fourier.Forward(transformed);

        for (int k = 0; k < length; k++)
        {
            Complex expected = values.Select((x, j) => x * Complex.FromPolarCoordinates(1, -2 * Math.PI * j * k / length)).Aggregate(Complex.Zero, (a, b) => a + b);
            Assert.Equal(0, Complex.Abs(expected - transformed[k]), 1e-9);
        }

        fourier.Inverse(transformed);
        Assert.All(values.Zip(transformed), pair => Assert.Equal(0, Complex.Abs(pair.First - pair.Second), 1e-9));
    }

    [Theory]
    [InlineData(6, 6)]
    [InlineData(6, 9)]
    [InlineData(6, 4)]
    public void A_real_transform_is_cut_or_padded_and_its_inverse_gives_that_back(int given, int length)
    {
        float[] values = [.. Enumerable.Range(0, given).Select(i => (float)((i * 5 % 7) - 3))];

        (float, float)[] half = Run("RFFT", DType.Complex64, [Values([given], values), Vector(length)]).Values<(float, float)>().ToArray();
        float[] back = Run("IRFFT", DType.Float32, [Complex64(half), Vector(length)]).Values<float>().ToArray();

        Assert.Equal((length / 2) + 1, half.Length);
        float[] expected = [.. values.Take(length), .. new float[Math.Max(0, length - given)]];
        Assert.All(expected.Zip(back), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    private static SavedModel.Graph.ConstantTensor Complex64((float Real, float Imaginary)[] values) =>
        new(DType.Complex64, [values.Length], System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
}
