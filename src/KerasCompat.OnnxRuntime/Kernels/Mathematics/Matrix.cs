using System.Numerics;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>A matrix of complex numbers; real ones are those without imaginary parts. Stored row by row.</summary>
internal sealed class Matrix
{
    private readonly Complex[] _values;

    /// <summary>A matrix of zeros.</summary>
    public Matrix(int rows, int columns)
        : this(rows, columns, new Complex[rows * columns])
    {
    }

    /// <summary>A matrix over values that it does not copy.</summary>
    public Matrix(int rows, int columns, Complex[] values)
    {
        Rows = rows;
        Columns = columns;
        _values = values;
    }

    public int Rows { get; }

    public int Columns { get; }

    public ReadOnlySpan<Complex> Values => _values;

    public ref Complex this[int row, int column] => ref _values[(row * Columns) + column];

    public static Matrix Identity(int size)
    {
        var matrix = new Matrix(size, size);
        for (int i = 0; i < size; i++)
        {
            matrix[i, i] = 1;
        }

        return matrix;
    }

    public Matrix Clone() => new(Rows, Columns, (Complex[])_values.Clone());

    /// <summary>The conjugate transpose.</summary>
    public Matrix Adjoint()
    {
        var result = new Matrix(Columns, Rows);
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                result[j, i] = Complex.Conjugate(this[i, j]);
            }
        }

        return result;
    }

    public Matrix Times(Matrix other)
    {
        var result = new Matrix(Rows, other.Columns);
        for (int i = 0; i < Rows; i++)
        {
            for (int k = 0; k < Columns; k++)
            {
                Complex factor = this[i, k];
                for (int j = 0; j < other.Columns; j++)
                {
                    result[i, j] += factor * other[k, j];
                }
            }
        }

        return result;
    }

    /// <summary>The first columns.</summary>
    public Matrix FirstColumns(int count)
    {
        var result = new Matrix(Rows, count);
        for (int i = 0; i < Rows; i++)
        {
            _values.AsSpan(i * Columns, count).CopyTo(result._values.AsSpan(i * count));
        }

        return result;
    }

    /// <summary>The first rows.</summary>
    public Matrix FirstRows(int count) => new(count, Columns, _values[..(count * Columns)]);
}
