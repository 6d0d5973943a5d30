using System.Globalization;
using System.IO.Compression;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.SavedModel.Graph;
using KerasCompat.SavedModel.Protos;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Serialization;

/// <summary>
/// Tensors as strings and back (tensorflow/core/ops/parsing_ops.cc, sparse_ops.cc, decode_compressed of parsing_ops.cc), and names of checkpoints' files.
/// </summary>
internal static class SerializationKernels
{
    /// <summary>TensorFlow decompresses no more bytes.</summary>
    private const int MostBytes = 1 << 30;

    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("SerializeTensor", context => SetText(context, Serialize(context.Input(0))));
        table.Add("ParseTensor", context => context.SetOutput(0, Parse(OneText(context, 0), context.Attributes.Type("out_type"))));
        table.Add("DecodeCompressed", DecodeCompressed);
        table.Add("ShardedFilename", context => SetText(context, Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetString(OneText(context, 0).Span)}-{context.Integer(1):D5}-of-{context.Integer(2):D5}"))));
        table.Add("SerializeSparse", SerializeSparse, node => node.Attributes.Type("out_type", DType.String) == DType.String);
        table.Add("SerializeManySparse", SerializeManySparse, node => node.Attributes.Type("out_type", DType.String) == DType.String);
        table.Add("DeserializeSparse", DeserializeSparse, node => node.InputList is [{ DType: DType.String }, ..]);
        table.Add("DeserializeManySparse", DeserializeSparse);
    }

    /// <summary>A tensor as the message TensorProto (tensorflow/core/framework/tensor.proto).</summary>
    public static byte[] Serialize(HostTensor tensor)
    {
        KernelContext.Require(!tensor.IsObject, $"{tensor} has no serialized form");
        long[] shape = new long[tensor.Shape.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = tensor.Shape[i];
        }

        return WireWriter.ToArray(new TensorMessage(tensor.DType, shape, tensor.Bytes.ToArray(), tensor.Strings.ToArray()));
    }

    /// <summary>A tensor from the message TensorProto, whoever wrote it.</summary>
    /// <exception cref="KernelException">It is no such message, or of another type.</exception>
    public static HostTensor Parse(ReadOnlyMemory<byte> serialized, DType expected)
    {
        try
        {
            TensorProto proto = new WireReader(WireSlice.Of(serialized, "")).ReadAll(new TensorProto());
            KernelContext.Require(proto.DType == expected, $"Type mismatch between parsed tensor ({proto.DType.Name()}) and dtype ({expected.Name()})");
            return HostTensor.FromConstant(ConstantTensor.FromProto(proto));
        }
        catch (ModelFormatException e)
        {
            throw KernelContext.Refuse($"Could not parse a tensor: {e.Message}");
        }
    }

    private static void DecodeCompressed(KernelContext context)
    {
        HostTensor input = context.Input(0), output = context.Allocate(0, DType.String, context.Input(0).Shape);
        string type = context.Attributes.String("compression_type", "");
        for (int i = 0; i < input.Count; i++)
        {
            output.Strings[i] = type.Length == 0 ? input.Strings[i] : Decompress(input.Strings[i], type, context.CancellationToken);
        }
    }

    private static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> compressed, string type, CancellationToken cancellationToken)
    {
        using var source = new MemoryStream(compressed.ToArray(), writable: false);
        using Stream decoder = type switch
        {
            "ZLIB" => new ZLibStream(source, CompressionMode.Decompress),
            "GZIP" => new GZipStream(source, CompressionMode.Decompress),
            _ => throw KernelContext.Refuse($"Only ZLIB, GZIP or NONE are supported compressions, got {type}"),
        };
        using var decoded = new MemoryStream();
        try
        {
            Span<byte> buffer = stackalloc byte[4096];
            for (int read = decoder.Read(buffer); read > 0; read = decoder.Read(buffer))
            {
                cancellationToken.ThrowIfCancellationRequested();
                KernelContext.Require(decoded.Length + read <= MostBytes, "the decompressed string is too long");
                decoded.Write(buffer[..read]);
            }
        }
        catch (InvalidDataException e)
        {
            throw KernelContext.Refuse($"the string is not compressed as {type}: {e.Message}");
        }

        return decoded.ToArray();
    }

    /// <summary>The three tensors that a sparse one consists of, each as a string.</summary>
    private static void SerializeSparse(KernelContext context)
    {
        HostTensor output = context.Allocate(0, DType.String, [3]);
        for (int i = 0; i < 3; i++)
        {
            output.Strings[i] = Serialize(context.Input(i));
        }
    }

    /// <summary>A sparse tensor for each row of the first dimension.</summary>
    private static void SerializeManySparse(KernelContext context)
    {
        long[] indices = context.Integers(0), shape = context.Integers(2);
        HostTensor values = context.Input(1);
        int rank = shape.Length;
        KernelContext.Require(rank > 1, $"Rank of input SparseTensor should be > 1, but saw rank: {rank}");
        KernelContext.Require(indices.LongLength == (long)values.Count * rank, $"indices {context.Input(0)} and values {values} do not fit");
        KernelContext.Require(shape[0] is >= 0 and <= int.MaxValue / 3, $"a tensor of {shape[0]} rows is too large");
        int rows = (int)shape[0];
        HostTensor output = context.Allocate(0, DType.String, [rows, 3]);
        HostTensor rowShape = Vector(shape[1..]);
        for (int row = 0, at = 0; row < rows; row++)
        {
            int first = at;
            while (at < values.Count && indices[at * rank] == row)
            {
                at++;
            }

            HostTensor positions = HostTensor.Allocate(DType.Int64, [at - first, rank - 1]), own = HostTensor.Allocate(values.DType, [at - first]);
            for (int i = first; i < at; i++)
            {
                indices.AsSpan((i * rank) + 1, rank - 1).CopyTo(positions.Values<long>()[((i - first) * (rank - 1))..]);
            }

            HostTensor.Copy(values, first, own, 0, at - first);
            output.Strings[row * 3] = Serialize(positions);
            output.Strings[(row * 3) + 1] = Serialize(own);
            output.Strings[(row * 3) + 2] = Serialize(rowShape);
        }
    }

    /// <summary>Sparse tensors [..., 3] as one, with the dimensions before the last in front of theirs.</summary>
    private static void DeserializeSparse(KernelContext context)
    {
        HostTensor input = context.Input(0);
        DType type = context.Attributes.Type("dtype");
        KernelContext.Require(input.Rank > 0 && input.Shape[^1] == 3, $"Serialized sparse should have 3 as the last dimension, got {input}");
        ReadOnlySpan<nint> outer = input.Shape[..^1];
        int count = KernelShapes.Count(outer);
        var positions = new List<long>();
        var parts = new List<HostTensor>();
        long[]? shape = null;
        int[] strides = KernelShapes.Strides(outer);
        for (int i = 0; i < count; i++)
        {
            HostTensor indices = Parse(input.Strings[i * 3], DType.Int64), values = Parse(input.Strings[(i * 3) + 1], type);
            long[] own = Parse(input.Strings[(i * 3) + 2], DType.Int64).Values<long>().ToArray();
            KernelContext.Require(shape is null || shape.Length == own.Length, "Inconsistent shape across SparseTensors");
            KernelContext.Require(indices.Count == values.Count * own.Length, $"indices {indices} and values {values} of SparseTensor {i} do not fit");
            shape = shape is null ? own : [.. shape.Zip(own, Math.Max)];
            parts.Add(values);
            for (int j = 0; j < values.Count; j++)
            {
                for (int d = 0; d < outer.Length; d++)
                {
                    positions.Add(i / strides[d] % outer[d]);
                }

                positions.AddRange(indices.Values<long>().Slice(j * own.Length, own.Length));
            }
        }

        KernelContext.Require(shape is not null, "there is no SparseTensor to tell the shape by");
        long[] whole = [.. outer.ToArray(), .. shape!];
        int total = parts.Sum(part => part.Count);
        positions.ToArray().CopyTo(context.Allocate(0, DType.Int64, [total, whole.Length]).Values<long>());
        HostTensor output = context.Allocate(1, type, [total]);
        int to = 0;
        foreach (HostTensor part in parts)
        {
            HostTensor.Copy(part, 0, output, to, part.Count);
            to += part.Count;
        }

        context.SetOutput(2, Vector(whole));
    }

    private static HostTensor Vector(long[] values)
    {
        HostTensor tensor = HostTensor.Allocate(DType.Int64, [values.Length]);
        values.CopyTo(tensor.Values<long>());
        return tensor;
    }

    private static ReadOnlyMemory<byte> OneText(KernelContext context, int input) => context.Input(input) is { IsString: true, Count: 1 } text
        ? text.Strings[0]
        : throw KernelContext.Refuse($"input {input} must be a scalar string, got {context.Input(input)}");

    private static void SetText(KernelContext context, byte[] text) => context.Allocate(0, DType.String, []).Strings[0] = text;
}
