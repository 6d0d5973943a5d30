using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Plain string ops (tensorflow/core/ops/string_ops.cc).</summary>
internal static class StringKernels
{
    private static readonly byte[] Whitespace = [(byte)' ', (byte)'\t', (byte)'\n', (byte)'\v', (byte)'\f', (byte)'\r'];

    public static void AddTo(KernelTable table)
    {
        table.Add("StringLength", Length);
        table.Add("StringStrip", Strip);
        table.Add("StringJoin", Join);
        table.Add("ReduceJoin", ReduceJoin);
        table.Add("UnsortedSegmentJoin", SegmentJoin);
        table.Add("Substr", Substring);
        table.Add("AddV2", Concatenate, node => node.Inputs is [{ DType: DType.String }, ..]);
        table.Add("Add", Concatenate, node => node.Inputs is [{ DType: DType.String }, ..]);
        table.Add("EncodeBase64", EncodeBase64);
        table.Add("DecodeBase64", DecodeBase64);
    }

    private static void Length(KernelContext context)
    {
        HostTensor input = context.Input(0);
        bool characters = IsUtf8(context);
        Span<int> output = context.Allocate(0, DType.Int32, input.Shape).Values<int>();
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = characters ? Utf8Text.Length(input.Strings[i].Span) : input.Strings[i].Length;
        }
    }

    private static bool IsUtf8(KernelContext context)
    {
        string unit = context.Attributes.String("unit", "BYTE");
        KernelContext.Require(unit is "BYTE" or "UTF8_CHAR", $"unit '{unit}' is not supported; only BYTE and UTF8_CHAR are");
        return unit == "UTF8_CHAR";
    }

    private static void Strip(KernelContext context)
    {
        HostTensor input = context.Input(0);
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, input.Shape).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = input.Strings[i].Trim(Whitespace);
        }
    }

    private static void Join(KernelContext context)
    {
        nint[] shape = [];
        long expected = 0;
        for (int i = 0; i < context.InputCount; i++)
        {
            expected += TotalLength(context.Input(i).Strings);
            // Scalars join with anything; all others have one shape.
            nint[] own = context.Input(i).Shape.ToArray();
            KernelContext.Require(own.Length == 0 || shape.Length == 0 || own.AsSpan().SequenceEqual(shape), $"input shapes do not match: {KernelShapes.Write(shape)} and {context.Input(i)}");
            shape = own.Length == 0 ? shape : own;
        }

        ReadOnlySpan<byte> separator = context.Attributes.Bytes("separator").Span;
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, shape).Strings;
        ByteChunks chunks = context.Texts((int)Math.Min(expected, Array.MaxLength));
        var parts = new ReadOnlyMemory<byte>[context.InputCount];
        for (int i = 0; i < output.Length; i++)
        {
            for (int k = 0; k < parts.Length; k++)
            {
                HostTensor input = context.Input(k);
                parts[k] = input.Strings[input.Rank == 0 ? 0 : i];
            }

            output[i] = Concatenate(parts, separator, chunks);
        }
    }

    private static void Concatenate(KernelContext context)
    {
        HostTensor left = context.Input(0), right = context.Input(1);
        nint[] shape = KernelShapes.Broadcast(left.Shape, right.Shape);
        int[] lefts = KernelShapes.BroadcastIndices(left.Shape, shape), rights = KernelShapes.BroadcastIndices(right.Shape, shape);
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, shape).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = Concatenate([left.Strings[lefts[i]], right.Strings[rights[i]]], default);
        }
    }

    /// <summary>The number of bytes of all texts, or the most that an array can have.</summary>
    internal static int TotalLength(ReadOnlySpan<ReadOnlyMemory<byte>> texts)
    {
        long total = 0;
        foreach (ReadOnlyMemory<byte> text in texts)
        {
            total += text.Length;
        }

        return (int)Math.Min(total, Array.MaxLength);
    }

    /// <summary>Texts with a separator between them, in an array of their own.</summary>
    internal static byte[] Concatenate(ReadOnlySpan<ReadOnlyMemory<byte>> parts, ReadOnlySpan<byte> separator)
    {
        var joined = new byte[JoinedLength(parts, separator)];
        Join(parts, separator, joined);
        return joined;
    }

    /// <summary>Texts with a separator between them.</summary>
    internal static ReadOnlyMemory<byte> Concatenate(ReadOnlySpan<ReadOnlyMemory<byte>> parts, ReadOnlySpan<byte> separator, ByteChunks chunks)
    {
        int length = JoinedLength(parts, separator);
        Join(parts, separator, chunks.Room(length));
        return chunks.Take(length);
    }

    private static int JoinedLength(ReadOnlySpan<ReadOnlyMemory<byte>> parts, ReadOnlySpan<byte> separator)
    {
        int length = parts.Length == 0 ? 0 : checked(separator.Length * (parts.Length - 1));
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            length = checked(length + part.Length);
        }

        return length;
    }

    private static void Join(ReadOnlySpan<ReadOnlyMemory<byte>> parts, ReadOnlySpan<byte> separator, Span<byte> joined)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            if (i > 0)
            {
                separator.CopyTo(joined);
                joined = joined[separator.Length..];
            }

            parts[i].Span.CopyTo(joined);
            joined = joined[parts[i].Length..];
        }
    }

    /// <summary>Joins along dimensions, in the order in which they are given (tensorflow/core/kernels/reduce_join_op.cc).</summary>
    private static void ReduceJoin(KernelContext context)
    {
        HostTensor input = context.Input(0);
        int[] axes = [.. context.Integers(1).Select(a => KernelShapes.Axis(a, input.Rank))];
        KernelContext.Require(axes.Distinct().Count() == axes.Length, "reduction dimensions are repeated");
        bool keep = context.Attributes.Bool("keep_dims", false);
        int[] strides = KernelShapes.Strides(input.Shape);
        nint[] inner = new nint[axes.Length];
        int[] innerStrides = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            inner[i] = input.Shape[axes[i]];
            innerStrides[i] = strides[axes[i]];
        }

        var shape = new List<nint>();
        var outer = new List<nint>();
        var outerStrides = new List<int>();
        for (int axis = 0; axis < input.Rank; axis++)
        {
            bool reduced = axes.Contains(axis);
            if (!reduced)
            {
                outer.Add(input.Shape[axis]);
                outerStrides.Add(strides[axis]);
            }

            if (!reduced || keep)
            {
                shape.Add(reduced ? 1 : input.Shape[axis]);
            }
        }

        ReadOnlySpan<byte> separator = context.Attributes.Bytes("separator").Span;
        int[] starts = KernelShapes.Indices([.. outer], [.. outerStrides], 0);
        int[] steps = KernelShapes.Indices(inner, innerStrides, 0);
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, [.. shape]).Strings;
        var parts = new ReadOnlyMemory<byte>[steps.Length];
        for (int i = 0; i < output.Length; i++)
        {
            for (int k = 0; k < parts.Length; k++)
            {
                parts[k] = input.Strings[starts[i] + steps[k]];
            }

            output[i] = Concatenate(parts, separator);
        }
    }

    private static void SegmentJoin(KernelContext context)
    {
        HostTensor input = context.Input(0), segments = context.Input(1);
        int count = checked((int)context.Integer(2));
        KernelContext.Require(segments.Rank <= input.Rank && input.Shape[..segments.Rank].SequenceEqual(segments.Shape), $"segment ids {segments} do not fit {input}");
        int run = segments.Count == 0 ? 0 : input.Count / segments.Count;
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, [count, .. input.Shape[segments.Rank..]]).Strings;
        ReadOnlySpan<byte> separator = context.Attributes.Bytes("separator").Span;
        var groups = new List<ReadOnlyMemory<byte>>?[output.Length];
        for (int i = 0; i < segments.Count; i++)
        {
            long segment = KernelContext.IntegerAt(segments, i);
            KernelContext.Require(segment < count, $"segment id {segment} is out of range [0, {count})");
            for (int k = 0; k < run && segment >= 0; k++)
            {
                (groups[(segment * run) + k] ??= []).Add(input.Strings[(i * run) + k]);
            }
        }

        for (int i = 0; i < output.Length; i++)
        {
            output[i] = groups[i] is { } parts ? Concatenate([.. parts], separator) : ReadOnlyMemory<byte>.Empty;
        }
    }

    private static void Substring(KernelContext context)
    {
        HostTensor input = context.Input(0), positions = context.Input(1), lengths = context.Input(2);
        KernelContext.Require(positions.Shape.SequenceEqual(lengths.Shape), $"pos and len must have the same shape, got {positions} and {lengths}");
        nint[] shape = KernelShapes.Broadcast(input.Shape, positions.Shape);
        int[] texts = KernelShapes.BroadcastIndices(input.Shape, shape), bounds = KernelShapes.BroadcastIndices(positions.Shape, shape);
        bool characters = IsUtf8(context);
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, shape).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            ReadOnlyMemory<byte> text = input.Strings[texts[i]];
            long position = KernelContext.IntegerAt(positions, bounds[i]), length = KernelContext.IntegerAt(lengths, bounds[i]);
            output[i] = characters ? Characters(text, position, length, i) : Bytes(text, position, length, i);
        }
    }

    private static ReadOnlyMemory<byte> Bytes(ReadOnlyMemory<byte> text, long position, long length, int index)
    {
        KernelContext.Require(position >= -text.Length && position <= text.Length, $"pos {position} out of range for string b'{Encoding.UTF8.GetString(text.Span)}' at index {index}");
        int start = (int)(position < 0 ? position + text.Length : position);
        // A negative length is what it is in C++: more than there is.
        return text.Slice(start, length < 0 ? text.Length - start : (int)Math.Min(length, text.Length - start));
    }

    private static ReadOnlyMemory<byte> Characters(ReadOnlyMemory<byte> text, long position, long length, int index)
    {
        int count = Utf8Text.Length(text.Span);
        KernelContext.Require(position >= -count && position <= count, $"pos {position} out of range for string b'{Encoding.UTF8.GetString(text.Span)}' at index {index}");
        long first = position < 0 ? position + count : position;
        int start = Offset(text.Span, 0, first);
        return text[start..Offset(text.Span, start, Math.Max(0, length))];
    }

    /// <summary>The position of a byte so many characters further on.</summary>
    private static int Offset(ReadOnlySpan<byte> text, int from, long characters)
    {
        int at = from;
        while (characters > 0 && at < text.Length)
        {
            at++;
            while (at < text.Length && (text[at] & 0xC0) == 0x80)
            {
                at++;
            }

            characters--;
        }

        return at;
    }

    /// <summary>The web-safe alphabet, with padding if asked for (tensorflow/core/lib/strings/base64.cc).</summary>
    private static void EncodeBase64(KernelContext context)
    {
        HostTensor input = context.Input(0);
        bool pad = context.Attributes.Bool("pad", false);
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, input.Shape).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            string text = Convert.ToBase64String(input.Strings[i].Span).Replace('+', '-').Replace('/', '_');
            output[i] = Encoding.ASCII.GetBytes(pad ? text : text.TrimEnd('='));
        }
    }

    private static void DecodeBase64(KernelContext context)
    {
        HostTensor input = context.Input(0);
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, input.Shape).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            string text = Encoding.ASCII.GetString(input.Strings[i].Span.TrimEnd((byte)'=')).Replace('-', '+').Replace('_', '/');
            var bytes = new byte[(text.Length * 3 / 4) + 3];
            bool valid = Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out int written);
            KernelContext.Require(valid, "invalid character found in base64");
            output[i] = bytes.AsMemory(0, written);
        }
    }
}
