namespace KerasCompat.OnnxRuntime.Kernels.Audio;

/// <summary>
/// Triangular filters that are evenly spaced by perceived pitch, and the cosine transform of their logarithms
/// (tensorflow/core/kernels/mfcc_mel_filterbank.cc, mfcc_dct.cc, mfcc.cc).
/// </summary>
internal sealed class MelFilters
{
    private const double Floor = 1e-12;

    private readonly int _first;
    private readonly int _last;
    private readonly int[] _channels;
    private readonly double[] _weights;
    private readonly double[] _energies;

    /// <summary>Prepares the filters.</summary>
    /// <param name="bins">The bins of a spectrogram.</param>
    /// <param name="sampleRate">Samples per second.</param>
    /// <param name="channels">The number of filters.</param>
    /// <param name="lower">Where the first begins, in hertz.</param>
    /// <param name="upper">Where the last ends, in hertz.</param>
    public MelFilters(int bins, long sampleRate, int channels, double lower, double upper)
    {
        KernelContext.Require(channels > 0 && sampleRate > 0 && lower >= 0 && upper > lower, "the filters must be at least one, and their limits in order");
        double low = Mel(lower), spacing = (Mel(upper) - low) / (channels + 1);
        double[] centers = [.. Enumerable.Range(1, channels + 1).Select(i => low + (spacing * i))];
        double hertzPerBin = 0.5 * sampleRate / (bins - 1);
        _first = (int)(1.5 + (lower / hertzPerBin));
        _last = Math.Min((int)(upper / hertzPerBin), bins - 1);
        _channels = new int[bins];
        _weights = new double[bins];
        _energies = new double[channels];
        int channel = 0;
        for (int i = _first; i <= _last; i++)
        {
            double mel = Mel(i * hertzPerBin);
            while (channel < channels && centers[channel] < mel)
            {
                channel++;
            }

            _channels[i] = channel - 1;
            double begin = channel == 0 ? low : centers[channel - 1];
            _weights[i] = (centers[channel] - mel) / (centers[channel] - begin);
        }
    }

    /// <summary>The cepstral coefficients of a row of squared magnitudes.</summary>
    public void Cepstrum(ReadOnlySpan<float> spectrum, Span<float> coefficients)
    {
        Array.Clear(_energies);
        for (int i = _first; i <= _last; i++)
        {
            double magnitude = Math.Sqrt(spectrum[i]), falling = magnitude * _weights[i];
            int channel = _channels[i];
            if (channel >= 0)
            {
                _energies[channel] += falling;
            }

            if (channel + 1 < _energies.Length)
            {
                _energies[channel + 1] += magnitude - falling;
            }
        }

        int count = _energies.Length;
        double norm = Math.Sqrt(2.0 / count);
        for (int i = 0; i < coefficients.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < count; k++)
            {
                sum += norm * Math.Cos(i * Math.PI / count * (k + 0.5)) * Math.Log(Math.Max(_energies[k], Floor));
            }

            coefficients[i] = (float)sum;
        }
    }

    private static double Mel(double hertz) => 1127 * Mathematics.SpecialFunctions.Log1p(hertz / 700);
}
