using KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

namespace KerasCompat.OnnxRuntime.Kernels.Forests;

/// <summary>Where the features of a model lie in the inputs of the op: those of a kind are one tensor, in the order of the model's header.</summary>
internal sealed class ForestColumns
{
    private readonly Dictionary<int, ForestColumn> _columns = [];
    private readonly int[] _counts = new int[Enum.GetValues<ColumnKind>().Length];
    private readonly List<int> _categories = [];
    private readonly List<int> _setCategories = [];

    public ForestColumns(AbstractModel header, DataSpecification spec)
    {
        foreach (long feature in header.InputFeatures)
        {
            int index = unchecked((int)feature);
            KernelContext.Require((uint)index < (uint)spec.Columns.Count, $"the forest has no column {index}");
            Column column = spec.Columns[index];
            ColumnKind kind = column.Type switch
            {
                1 => ColumnKind.Number,
                4 => ColumnKind.Category,
                5 => ColumnKind.Categories,
                7 => ColumnKind.Flag,
                9 => ColumnKind.Number,
                _ => throw KernelContext.Refuse($"column '{column.Name}' of the forest is of type {column.Type}, which is not supported"),
            };
            float[]? boundaries = column.Type == 9 ? [.. column.DiscretizedNumerical?.Boundaries ?? []] : null;
            KernelContext.Require(_columns.TryAdd(index, new ForestColumn(kind, _counts[(int)kind]++, boundaries)), $"column '{column.Name}' of the forest is named twice");
            (kind == ColumnKind.Category ? _categories : kind == ColumnKind.Categories ? _setCategories : null)?.Add(Categories(column));
        }
    }

    /// <summary>For each column of categories: what its categories are less than.</summary>
    public IReadOnlyList<int> CategoryCounts => _categories;

    /// <summary>For each column of sets of categories: what its categories are less than.</summary>
    public IReadOnlyList<int> SetCategoryCounts => _setCategories;

    /// <summary>The number of columns of a kind.</summary>
    public int Count(ColumnKind kind) => _counts[(int)kind];

    /// <summary>A column.</summary>
    /// <exception cref="KernelException">The model does not read it.</exception>
    public ForestColumn this[int index] => _columns.TryGetValue(index, out ForestColumn column) ? column : throw KernelContext.Refuse($"column {index} of the forest is none of its features");

    /// <summary>The number of categories of a column, with the one of those that are not known.</summary>
    public static int Categories(Column column)
    {
        long count = column.Categorical?.NumberOfUniqueValues ?? 0;
        KernelContext.Require(count is >= 0 and <= int.MaxValue, $"column '{column.Name}' of the forest has {count} categories");
        return (int)count;
    }
}
