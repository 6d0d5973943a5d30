namespace KerasCompat.OnnxRuntime.Kernels.Forests;

/// <summary>The kinds of features; those of a kind are one input of the op.</summary>
internal enum ColumnKind
{
    /// <summary>A number; missing when it is not one.</summary>
    Number,

    /// <summary>True or false, as a number.</summary>
    Flag,

    /// <summary>A category; missing when it is -1.</summary>
    Category,

    /// <summary>Several categories; missing when the first is -1.</summary>
    Categories,
}
