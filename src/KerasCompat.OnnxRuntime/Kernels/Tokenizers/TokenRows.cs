using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Strings;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>The tokens of texts, each with the bytes from which and to which it goes, and where the tokens of each text end.</summary>
internal sealed class TokenRows
{
    private readonly List<ReadOnlyMemory<byte>> _tokens = [];
    private readonly List<long> _starts = [];
    private readonly List<long> _limits = [];
    private readonly List<long> _splits = [0];

    public int Count => _tokens.Count;

    public void Add(ReadOnlyMemory<byte> token, int start, int limit)
    {
        _tokens.Add(token);
        _starts.Add(start);
        _limits.Add(limit);
    }

    /// <summary>Forgets the tokens after the first few.</summary>
    public void Truncate(int count)
    {
        _tokens.RemoveRange(count, Count - count);
        _starts.RemoveRange(count, _starts.Count - count);
        _limits.RemoveRange(count, _limits.Count - count);
    }

    /// <summary>The text has no more tokens.</summary>
    public void EndRow() => _splits.Add(_tokens.Count);

    /// <summary>Sets four outputs: the tokens, how they belong to texts, where they begin and where they end.</summary>
    /// <param name="context">The op.</param>
    /// <param name="offsets">The element type of the offsets.</param>
    /// <param name="rowOutput">The output that says how they belong to texts.</param>
    /// <param name="lengths">Whether that is the number of each text's tokens, and not their splits.</param>
    public void Write(KernelContext context, DType offsets = DType.Int64, int rowOutput = 1, bool lengths = false)
    {
        CollectionsMarshal.AsSpan(_tokens).CopyTo(context.Allocate(0, DType.String, [_tokens.Count]).Strings);
        long[] rows = lengths ? [.. _splits.Zip(_splits.Skip(1), (start, end) => end - start)] : [.. _splits];
        UnicodeKernels.Integers(context, rowOutput, DType.Int64, rows);
        int[] others = [.. Enumerable.Range(1, 3).Where(output => output != rowOutput)];
        UnicodeKernels.Integers(context, others[0], offsets, CollectionsMarshal.AsSpan(_starts));
        UnicodeKernels.Integers(context, others[1], offsets, CollectionsMarshal.AsSpan(_limits));
    }
}
