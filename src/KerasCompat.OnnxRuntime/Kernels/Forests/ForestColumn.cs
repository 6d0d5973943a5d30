namespace KerasCompat.OnnxRuntime.Kernels.Forests;

/// <summary>A feature of a forest.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Slot">Its position among those of its kind.</param>
/// <param name="Boundaries">What numbers of it are sorted into; null where they are not.</param>
internal readonly record struct ForestColumn(ColumnKind Kind, int Slot, float[]? Boundaries);
