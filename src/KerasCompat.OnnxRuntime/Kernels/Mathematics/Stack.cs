using System.Numerics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>The matrices in the last two dimensions of a tensor.</summary>
internal sealed class Stack
{
    private readonly Complex[] _values;
    private readonly nint[] _batch;

    private Stack(Complex[] values, nint[] batch, int rows, int columns)
    {
        _values = values;
        _batch = batch;
        Rows = rows;
        Columns = columns;
        Count = KernelShapes.Count(batch);
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Count { get; }

    public ReadOnlySpan<nint> Batch => _batch;

    public Matrix this[int index] => new(Rows, Columns, _values.AsSpan(index * Rows * Columns, Rows * Columns).ToArray());

    /// <exception cref="KernelException">The tensor has less than two dimensions.</exception>
    public static Stack Of(HostTensor tensor)
    {
        KernelContext.Require(tensor.Rank >= 2, $"Input must have rank >= 2, got {tensor}");
        return new Stack(Numbers.ToComplex(tensor), tensor.Shape[..^2].ToArray(), (int)tensor.Shape[^2], (int)tensor.Shape[^1]);
    }

    /// <exception cref="KernelException">The tensor has less than two dimensions, or the last two differ.</exception>
    public static Stack OfSquares(HostTensor tensor)
    {
        Stack stack = Of(tensor);
        KernelContext.Require(stack.Rows == stack.Columns, $"Input matrix must be square, got: {stack.Rows} != {stack.Columns}");
        return stack;
    }

    /// <summary>Fills a tensor with matrices, one after the other.</summary>
    public static void Write(HostTensor tensor, IReadOnlyList<Matrix> matrices)
    {
        var values = new Complex[tensor.Count];
        int at = 0;
        foreach (Matrix matrix in matrices)
        {
            matrix.Values.CopyTo(values.AsSpan(at));
            at += matrix.Values.Length;
        }

        Write(tensor, values);
    }

    /// <summary>Fills a tensor with numbers; one of real numbers takes the real parts.</summary>
    public static void Write(HostTensor tensor, Complex[] values)
    {
        if (Numbers.IsComplex(tensor.DType))
        {
            Numbers.Write(tensor, values);
        }
        else
        {
            Numbers.Write(tensor, Array.ConvertAll(values, value => value.Real));
        }
    }
}
