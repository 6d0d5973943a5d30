using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Audio;

/// <summary>Sound files and the features that speech models begin with (tensorflow/core/ops/audio_ops.cc).</summary>
internal static class AudioKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("DecodeWav", DecodeWav);
        table.Add("EncodeWav", EncodeWav);
        table.Add("AudioSpectrogram", Spectrogram);
        table.Add("Mfcc", Mfcc);
    }

    /// <summary>Inputs: samples [length, channels] from -1 to 1, the rate. As 16-bit numbers (tensorflow/core/lib/wav/wav_io.cc).</summary>
    private static void EncodeWav(KernelContext context)
    {
        HostTensor audio = context.Input(0);
        KernelContext.Require(audio.Rank == 2, $"audio must be 2-dimensional, got {audio}");
        double[] samples = Mathematics.Numbers.ToDoubles(audio);
        context.Allocate(0, DType.String, []).Strings[0] = WavFile.Write(samples, checked((int)audio.Shape[1]), checked((int)context.Integer(1)));
    }

    /// <summary>Missing samples are silence; missing channels repeat the last one (tensorflow/core/kernels/decode_wav_op.cc).</summary>
    private static void DecodeWav(KernelContext context)
    {
        HostTensor contents = context.Input(0);
        KernelContext.Require(contents.IsString && contents.Count == 1, $"contents must be scalar, got {contents}");
        var file = WavFile.Read(contents.Strings[0].Span);
        long wantedChannels = context.Attributes.Int("desired_channels", -1), wantedSamples = context.Attributes.Int("desired_samples", -1);
        int channels = wantedChannels < 0 ? file.Channels : checked((int)wantedChannels), samples = wantedSamples < 0 ? file.Length : checked((int)wantedSamples);
        Span<float> audio = context.Allocate(0, DType.Float32, [samples, channels]).Values<float>();
        for (int i = 0; i < audio.Length; i++)
        {
            int sample = i / channels, channel = Math.Min(i % channels, file.Channels - 1);
            audio[i] = sample < file.Length ? file.At(sample, channel) : 0;
        }

        context.Allocate(1, DType.Int32, []).Values<int>()[0] = file.SampleRate;
    }

    /// <summary>Windows of Hann's shape, transformed in the next power of two (tensorflow/core/kernels/spectrogram.cc).</summary>
    private static void Spectrogram(KernelContext context)
    {
        HostTensor input = context.Input(0);
        int window = checked((int)context.Attributes.Int("window_size", 0)), stride = checked((int)context.Attributes.Int("stride", 0));
        KernelContext.Require(input.Rank == 2, $"input must be 2-dimensional, got {input}");
        KernelContext.Require(window > 1 && stride > 0, $"window size {window} and stride {stride} must be positive");
        int samples = (int)input.Shape[0], channels = (int)input.Shape[1], frames = samples < window ? 0 : 1 + ((samples - window) / stride);
        int length = (int)BitOperations.RoundUpToPowerOf2((uint)window), bins = 1 + (length / 2);
        bool squared = context.Attributes.Bool("magnitude_squared", false);
        double[] shape = [.. Enumerable.Range(0, window).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / window)))];
        var fourier = new Fourier(length);
        var line = new Complex[length];
        ReadOnlySpan<float> audio = input.Values<float>();
        Span<float> output = context.Allocate(0, DType.Float32, [channels, frames, bins]).Values<float>();
        for (int channel = 0; channel < channels; channel++)
        {
            for (int frame = 0; frame < frames; frame++)
            {
                Array.Clear(line);
                for (int i = 0; i < window; i++)
                {
                    line[i] = audio[(((frame * stride) + i) * channels) + channel] * shape[i];
                }

                fourier.Forward(line);
                Span<float> row = output.Slice(((channel * frames) + frame) * bins, bins);
                for (int k = 0; k < bins; k++)
                {
                    double energy = (line[k].Real * line[k].Real) + (line[k].Imaginary * line[k].Imaginary);
                    row[k] = (float)(squared ? energy : Math.Sqrt(energy));
                }
            }
        }
    }

    private static void Mfcc(KernelContext context)
    {
        HostTensor input = context.Input(0);
        KernelContext.Require(input.Rank == 3 && input.Shape[2] > 1, $"spectrogram must be 3-dimensional, got {input}");
        int bins = (int)input.Shape[2], coefficients = checked((int)context.Attributes.Int("dct_coefficient_count", 13));
        var filters = new MelFilters(
            bins,
            context.Integer(1),
            checked((int)context.Attributes.Int("filterbank_channel_count", 40)),
            context.Attributes.Float("lower_frequency_limit", 20),
            context.Attributes.Float("upper_frequency_limit", 4000));
        Span<float> output = context.Allocate(0, DType.Float32, [input.Shape[0], input.Shape[1], coefficients]).Values<float>();
        for (int row = 0; row * bins < input.Count; row++)
        {
            filters.Cepstrum(input.Values<float>().Slice(row * bins, bins), output.Slice(row * coefficients, coefficients));
        }
    }
}
