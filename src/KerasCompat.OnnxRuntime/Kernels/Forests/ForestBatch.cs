using KerasCompat.Contracts;

namespace KerasCompat.OnnxRuntime.Kernels.Forests;

/// <summary>The examples of one call.</summary>
internal readonly ref struct ForestBatch
{
    private static readonly DType[] InputTypes = [DType.Float32, DType.Float32, DType.Int32, DType.Int32, DType.Int64, DType.Int64];

    private readonly ReadOnlySpan<float> _numbers, _flags;
    private readonly ReadOnlySpan<int> _categories, _setValues;
    private readonly ReadOnlySpan<long> _setSplits;
    private readonly ForestColumns _columns;

    /// <summary>Takes the inputs of the op.</summary>
    /// <exception cref="KernelException">They are not what the model's features are.</exception>
    public ForestBatch(KernelContext context, ForestColumns columns)
    {
        _columns = columns;
        for (int i = 0; i < InputTypes.Length; i++)
        {
            KernelContext.Require(context.Input(i).DType == InputTypes[i], $"input {i} must be {InputTypes[i].Name()}, got {context.Input(i)}");
        }

        _numbers = context.Input(0).Values<float>();
        _flags = context.Input(1).Values<float>();
        _categories = context.Input(2).Values<int>();
        _setValues = context.Input(3).Values<int>();
        _setSplits = context.Input(4).Values<long>();
        ReadOnlySpan<long> rows = context.Input(5).Values<long>();
        int numbers = Rows(context, 0, ColumnKind.Number), flags = Rows(context, 1, ColumnKind.Flag), categories = Rows(context, 2, ColumnKind.Category);
        int sets = columns.Count(ColumnKind.Categories) > 0 ? Math.Max(rows.Length - 1, 0) : -1;
        Count = Math.Max(Math.Max(numbers, flags), Math.Max(categories, sets));
        foreach (int count in (ReadOnlySpan<int>)[numbers, flags, categories, sets])
        {
            KernelContext.Require(count < 0 || count == Count, "the features of the forest are not of as many examples each");
        }

        KernelContext.Require(Count >= 0, "the forest has no features");
        CheckSets();
    }

    /// <summary>The number of examples.</summary>
    public int Count { get; }

    public float Number(int row, int slot) => _numbers[(row * _columns.Count(ColumnKind.Number)) + slot];

    public float Flag(int row, int slot) => _flags[(row * _columns.Count(ColumnKind.Flag)) + slot];

    public int Category(int row, int slot) => Known(_categories[(row * _columns.Count(ColumnKind.Category)) + slot], _columns.CategoryCounts[slot]);

    /// <summary>The categories of a set, each to be asked for with <see cref="Known"/>.</summary>
    public ReadOnlySpan<int> Categories(int row, int slot)
    {
        int cell = (row * _columns.Count(ColumnKind.Categories)) + slot;
        return _setValues[(int)_setSplits[cell]..(int)_setSplits[cell + 1]];
    }

    /// <summary>Whether a value is missing.</summary>
    public bool IsMissing(ColumnKind kind, int row, int slot) => kind switch
    {
        ColumnKind.Number => float.IsNaN(Number(row, slot)),
        ColumnKind.Flag => float.IsNaN(Flag(row, slot)),
        ColumnKind.Category => Category(row, slot) < 0,
        _ => Categories(row, slot) is [-1, ..],
    };

    /// <summary>A category, or the one that stands for all that are not known.</summary>
    public static int Known(int category, int count) => category < -1 || category >= count ? 0 : category;

    private int Rows(KernelContext context, int input, ColumnKind kind)
    {
        int columns = _columns.Count(kind);
        if (columns == 0)
        {
            return -1;
        }

        ReadOnlySpan<nint> shape = context.Input(input).Shape;
        KernelContext.Require(shape.Length == 2 && shape[1] == columns, $"input {input} must have {columns} columns, got {context.Input(input)}");
        return (int)shape[0];
    }

    private void CheckSets()
    {
        int sets = _columns.Count(ColumnKind.Categories);
        if (sets == 0)
        {
            return;
        }

        bool fits = _setSplits.Length == ((long)Count * sets) + 1 && _setSplits[0] >= 0 && _setSplits[^1] <= _setValues.Length;
        for (int i = 1; fits && i < _setSplits.Length; i++)
        {
            fits = _setSplits[i - 1] <= _setSplits[i];
        }

        KernelContext.Require(fits, "the splits of the sets of categories do not match the values");
    }
}
