using System.Buffers.Binary;

namespace KerasCompat.OnnxRuntime.Kernels.Audio;

/// <summary>A WAV file of 16-bit PCM samples (tensorflow/core/lib/wav/wav_io.cc): RIFF chunks, of which the format and the data are read.</summary>
internal readonly ref struct WavFile
{
    private const ushort PcmFormat = 1;
    private const ushort ExtensibleFormat = 0xFFFE;
    private const int BytesPerSample = 2;

    private readonly ReadOnlySpan<byte> _data;

    private WavFile(int channels, int sampleRate, ReadOnlySpan<byte> data)
    {
        Channels = channels;
        SampleRate = sampleRate;
        _data = data;
    }

    public int Channels { get; }

    public int SampleRate { get; }

    /// <summary>The number of samples of each channel.</summary>
    public int Length => _data.Length / (BytesPerSample * Channels);

    /// <summary>Reads a file.</summary>
    /// <exception cref="KernelException">It is no WAV file, or not of 16-bit PCM samples.</exception>
    public static WavFile Read(ReadOnlySpan<byte> bytes)
    {
        KernelContext.Require(
            bytes.Length >= 12 && bytes[..4].SequenceEqual("RIFF"u8) && bytes.Slice(8, 4).SequenceEqual("WAVE"u8), "Header mismatch: Expected RIFF and WAVE");
        int channels = 0, sampleRate = 0;
        for (int at = 12; at + 8 <= bytes.Length;)
        {
            ReadOnlySpan<byte> name = bytes.Slice(at, 4);
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(at + 4, 4));
            int start = at + 8, rest = bytes.Length - start;
            if (name.SequenceEqual("data"u8))
            {
                KernelContext.Require(channels > 0, "Header mismatch: the data come before their format");
                return new WavFile(channels, sampleRate, bytes.Slice(start, (int)Math.Min(size, (uint)rest)));
            }

            KernelContext.Require(size <= rest, "Data too short when trying to read a chunk");
            if (name.SequenceEqual("fmt "u8))
            {
                (channels, sampleRate) = Format(bytes.Slice(start, (int)size));
            }

            // Chunks begin at even positions.
            at = checked(start + (int)size + (int)(size & 1));
        }

        throw KernelContext.Refuse("There is no data chunk in the WAV file");
    }

    /// <summary>A sample as a number from -1 up to 1.</summary>
    public float At(int sample, int channel) =>
        BinaryPrimitives.ReadInt16LittleEndian(_data.Slice(((sample * Channels) + channel) * BytesPerSample, BytesPerSample)) / 32768f;

    /// <summary>Writes a file of samples from -1 to 1, of all channels one after the other; others are cut off.</summary>
    public static byte[] Write(ReadOnlySpan<double> samples, int channels, int sampleRate)
    {
        int frame = channels * BytesPerSample, size = checked(samples.Length * BytesPerSample);
        var file = new byte[44 + size];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), 36 + size);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(20), PcmFormat);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(22), checked((ushort)channels));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), checked(sampleRate * frame));
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(32), checked((ushort)frame));
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(34), 8 * BytesPerSample);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), size);
        for (int i = 0; i < samples.Length; i++)
        {
            double value = Math.Round(samples[i] * 32768, MidpointRounding.AwayFromZero);
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(44 + (i * BytesPerSample)), (short)Math.Clamp(value, short.MinValue, short.MaxValue));
        }

        return file;
    }

    private static (int Channels, int SampleRate) Format(ReadOnlySpan<byte> chunk)
    {
        KernelContext.Require(chunk.Length >= 16, $"Bad format chunk size for WAV: Expected at least 16, but got {chunk.Length}");
        ushort format = BinaryPrimitives.ReadUInt16LittleEndian(chunk), channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        ushort bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        KernelContext.Require(format is PcmFormat or ExtensibleFormat, $"Bad audio format for WAV: Expected 1 (PCM) but got {format}");
        KernelContext.Require(bits == 8 * BytesPerSample, $"Can only read 16-bit WAV files, but received {bits}");
        KernelContext.Require(channels > 0, "Bad number of channels: 0");
        return (channels, checked((int)BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..])));
    }
}
