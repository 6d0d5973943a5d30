using System.Buffers.Binary;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Kernels.Audio;
using KerasCompat.SavedModel.Graph;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

public sealed class AudioKernelTests
{
    [Fact]
    public void Samples_of_a_file_are_numbers_below_one()
    {
        ModelTensor[] results = Run("DecodeWav", [DType.Float32, DType.Int32], [Wav(2, 16000, 16384, -16384, 0, short.MinValue)]);

        Assert.Equal([2, 2], results[0].Dimensions());
        Assert.Equal([0.5f, -0.5f, 0, -1], results[0].Values<float>().ToArray());
        Assert.Equal(16000, results[1].Values<int>()[0]);
    }

    [Fact]
    public void Missing_samples_are_silent_and_missing_channels_repeat_the_last()
    {
        ModelTensor[] results = Run("DecodeWav", [DType.Float32, DType.Int32], [Wav(1, 8000, 16384)], ("desired_channels", Int(2)), ("desired_samples", Int(2)));

        Assert.Equal([0.5f, 0.5f, 0, 0], results[0].Values<float>().ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(20)]
    [InlineData(40)]
    public void A_file_that_ends_early_is_refused(int length)
    {
        byte[] bytes = Wav(1, 8000, 1, 2, 3).Strings[0].Span[..length].ToArray();

        Assert.Throws<ModelCallException>(() => Run("DecodeWav", [DType.Float32, DType.Int32], [new ConstantTensor([], [bytes])]));
    }

    [Fact]
    public void A_tone_stands_out_in_its_bin()
    {
        float[] tone = [.. Enumerable.Range(0, 64).Select(i => MathF.Cos(2 * MathF.PI * 4 * i / 16))];

        ModelTensor result = Run("AudioSpectrogram", DType.Float32, [Values([64, 1], tone)], ("window_size", Int(16)), ("stride", Int(8)));

        Assert.Equal([1, 7, 9], result.Dimensions());
        Assert.Equal(4f, result.Values<float>()[4], 1e-4f);
        Assert.Equal(0f, result.Values<float>()[0], 1e-4f);
    }

    [Fact]
    public void Coefficients_agree_with_those_of_TensorFlows_own_test()
    {
        // tensorflow/core/kernels/mfcc_test.cc, AgreesWithPythonGoldenValues.
        float[] spectrum = [.. Enumerable.Range(1, 513).Select(i => (float)i)];
        double[] expected =
        [
            29.13970072, -6.41568601, -0.61903012, -0.96778652, -0.26819878, -0.40907028, -0.15614748, -0.23203119, -0.10481487, -0.1543029, -0.0769791,
            -0.10806114, -0.06047613,
        ];
        var coefficients = new float[13];

        new MelFilters(513, 22050, 40, 20, 4000).Cepstrum(spectrum, coefficients);

        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], coefficients[i], 1e-4);
        }
    }

    private static ConstantTensor Wav(short channels, int sampleRate, params short[] samples)
    {
        byte[] bytes = new byte[44 + (2 * samples.Length)];
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(22), channels);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), sampleRate * 2 * channels);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(32), (short)(2 * channels));
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(34), 16);
        "data"u8.CopyTo(bytes.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), 2 * samples.Length);
        for (int i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(44 + (2 * i)), samples[i]);
        }

        return new ConstantTensor([], [bytes]);
    }
}
