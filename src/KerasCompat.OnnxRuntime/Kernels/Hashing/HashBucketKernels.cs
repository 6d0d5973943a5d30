using System.Globalization;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Hashing;

/// <summary>Strings to buckets (tensorflow/core/kernels/string_to_hash_bucket_op.h, string_to_hash_bucket_fast_op.h).</summary>
internal static class HashBucketKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("StringToHashBucketFast", context => Fill(context, FarmHash64.Hash));
        table.Add("StringToHashBucket", context => Fill(context, MurmurHash64.Hash));
        table.Add("StringToHashBucketStrong", Strong);
        table.Add("Fingerprint", Fingerprint);
    }

    private delegate ulong Hash(ReadOnlySpan<byte> data);

    private static void Strong(KernelContext context)
    {
        IReadOnlyList<long> key = context.Attributes.Ints("key");
        KernelContext.Require(key.Count == 2, "the key must have 2 elements");
        (ulong first, ulong second) = ((ulong)key[0], (ulong)key[1]);
        Fill(context, data => SipHash.Hash(first, second, data));
    }

    private static void Fill(KernelContext context, Hash hash)
    {
        HostTensor input = context.Input(0);
        long buckets = context.Attributes.Int("num_buckets", 0);
        KernelContext.Require(buckets > 0, "num_buckets must be positive");
        Span<long> output = context.Allocate(0, DType.Int64, input.Shape).Values<long>();
        ReadOnlySpan<ReadOnlyMemory<byte>> strings = input.Strings;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = (long)(hash(strings[i].Span) % (ulong)buckets);
        }
    }

    /// <summary>Fingerprints of rows (tensorflow/core/kernels/fingerprint_op.cc): a row of strings is fingerprinted by the fingerprints of its strings.</summary>
    private static void Fingerprint(KernelContext context)
    {
        HostTensor data = context.Input(0);
        string method = Encoding.UTF8.GetString(context.Input(1).Strings[0].Span);
        KernelContext.Require(method == "farmhash64", string.Create(CultureInfo.InvariantCulture, $"unsupported data fingerprint method: {method}"));
        KernelContext.Require(data.Rank > 0, "input must be at least one-dimensional");
        int rows = (int)data.Shape[0];
        int perRow = rows == 0 ? 0 : data.Count / rows;
        Span<byte> output = context.Allocate(0, DType.UInt8, [rows, 8]).Bytes;
        Span<byte> row = new byte[perRow * 8];
        for (int i = 0; i < rows; i++)
        {
            ulong hash;
            if (data.IsString)
            {
                for (int k = 0; k < perRow; k++)
                {
                    BitConverter.TryWriteBytes(row[(k * 8)..], FarmHash64.Hash(data.Strings[(i * perRow) + k].Span));
                }

                hash = perRow == 1 ? FarmHash64.Hash(data.Strings[i].Span) : FarmHash64.Hash(row);
            }
            else
            {
                int size = perRow * data.DType.Size();
                hash = FarmHash64.Hash(data.Bytes.Slice(i * size, size));
            }

            BitConverter.TryWriteBytes(output[(i * 8)..], hash);
        }
    }
}
