using System.Numerics;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>
/// The discrete Fourier transform of one length, prepared once: Cooley and Tukey's for powers of two, Bluestein's chirp for all others.
/// Not shared between threads, because it keeps its work space.
/// </summary>
internal sealed class Fourier
{
    private readonly Complex[] _roots;
    private readonly Complex[]? _chirp;
    private readonly Complex[]? _chirpTransform;
    private readonly Complex[] _work;
    private readonly Fourier? _inner;

    /// <summary>Prepares the transform.</summary>
    /// <param name="length">The length; at least 1.</param>
    public Fourier(int length)
    {
        Length = length;
        if (BitOperations.IsPow2(length))
        {
            _roots = Roots(length, length / 2);
            _work = [];
            return;
        }

        // exp(-i pi k^2 / n): k^2 modulo 2n keeps the angle exact for long transforms.
        _roots = [];
        _chirp = new Complex[length];
        for (int k = 0; k < length; k++)
        {
            _chirp[k] = Complex.FromPolarCoordinates(1, -Math.PI * ((long)k * k % (2L * length)) / length);
        }

        int padded = (int)BitOperations.RoundUpToPowerOf2((uint)checked((2 * length) - 1));
        _inner = new Fourier(padded);
        _work = new Complex[padded];
        _chirpTransform = new Complex[padded];
        for (int k = 0; k < length; k++)
        {
            _chirpTransform[k] = Complex.Conjugate(_chirp[k]);
            _chirpTransform[(padded - k) % padded] = _chirpTransform[k];
        }

        _inner.Forward(_chirpTransform);
    }

    /// <summary>The number of elements that it transforms.</summary>
    public int Length { get; }

    /// <summary>Transforms in place: sum of x[j] exp(-2 pi i j k / n).</summary>
    public void Forward(Span<Complex> values)
    {
        if (_inner is null)
        {
            Radix2(values);
        }
        else
        {
            Bluestein(values);
        }
    }

    /// <summary>Undoes <see cref="Forward"/>, in place; divided by the length.</summary>
    public void Inverse(Span<Complex> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Complex.Conjugate(values[i]);
        }

        Forward(values);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = new Complex(values[i].Real / Length, -values[i].Imaginary / Length);
        }
    }

    private static Complex[] Roots(int length, int count)
    {
        var roots = new Complex[count];
        for (int k = 0; k < count; k++)
        {
            roots[k] = Complex.FromPolarCoordinates(1, -2 * Math.PI * k / length);
        }

        return roots;
    }

    private void Radix2(Span<Complex> values)
    {
        for (int i = 1, j = 0; i < values.Length; i++)
        {
            int bit = values.Length >> 1;
            for (; (j & bit) != 0; bit >>= 1)
            {
                j ^= bit;
            }

            j ^= bit;
            if (i < j)
            {
                (values[i], values[j]) = (values[j], values[i]);
            }
        }

        for (int half = 1; half < values.Length; half *= 2)
        {
            int stride = values.Length / (2 * half);
            for (int start = 0; start < values.Length; start += 2 * half)
            {
                for (int k = 0; k < half; k++)
                {
                    Complex even = values[start + k], odd = values[start + k + half] * _roots[k * stride];
                    values[start + k] = even + odd;
                    values[start + k + half] = even - odd;
                }
            }
        }
    }

    private void Bluestein(Span<Complex> values)
    {
        Array.Clear(_work);
        for (int k = 0; k < Length; k++)
        {
            _work[k] = values[k] * _chirp![k];
        }

        _inner!.Forward(_work);
        for (int k = 0; k < _work.Length; k++)
        {
            _work[k] *= _chirpTransform![k];
        }

        _inner.Inverse(_work);
        for (int k = 0; k < Length; k++)
        {
            values[k] = _work[k] * _chirp![k];
        }
    }
}
