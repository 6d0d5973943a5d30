using System.Buffers;
using System.IO.Compression;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>The content of the model's own files, and of compressed texts (tensorflow/core/kernels/io_ops.cc, decode_compressed_op.cc).</summary>
internal static class FileKernels
{
    private const int MostBytes = 1 << 30;

    public static void AddTo(KernelTable table)
    {
        table.Add("ReadFile", ReadFile);
        table.Add("DecodeCompressed", Decompress);
    }

    private static void ReadFile(KernelContext context)
    {
        HostTensor paths = context.Input(0);
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, paths.Shape).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            string path = Encoding.UTF8.GetString(paths.Strings[i].Span);
            context.Resources.RequireInside(path);
            output[i] = File.ReadAllBytes(path);
        }
    }

    private static void Decompress(KernelContext context)
    {
        HostTensor input = context.Input(0);
        string type = context.Attributes.String("compression_type", "");
        KernelContext.Require(type is "" or "ZLIB" or "GZIP", $"compression_type '{type}' is not supported; only ZLIB, GZIP and none are");
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, input.Shape).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = type.Length == 0 ? input.Strings[i] : Decompress(input.Strings[i], type == "GZIP", context.CancellationToken);
        }
    }

    private static byte[] Decompress(ReadOnlyMemory<byte> bytes, bool gzip, CancellationToken cancellationToken)
    {
        var result = new ArrayBufferWriter<byte>();
        using var source = new MemoryStream(bytes.ToArray());
        using Stream stream = gzip ? new GZipStream(source, CompressionMode.Decompress) : new ZLibStream(source, CompressionMode.Decompress);
        try
        {
            for (int read = 1; read > 0; result.Advance(read))
            {
                cancellationToken.ThrowIfCancellationRequested();
                KernelContext.Require(result.WrittenCount <= MostBytes, "Decompressed size exceeds 1GB limit");
                read = stream.Read(result.GetSpan(1 << 16));
            }
        }
        catch (InvalidDataException e)
        {
            throw KernelContext.Refuse($"the text is not compressed with {(gzip ? "GZIP" : "ZLIB")}: {e.Message}");
        }

        return result.WrittenSpan.ToArray();
    }
}
