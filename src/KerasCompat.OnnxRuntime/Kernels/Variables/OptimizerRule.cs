namespace KerasCompat.OnnxRuntime.Kernels.Variables;

/// <summary>How an optimizer changes an element of a variable and of its slots.</summary>
/// <param name="Parameters">How many scalars it takes besides the gradient, in the order of the op's inputs.</param>
/// <param name="GradientAt">How many of them come before the gradient; after it come the rows' positions in a sparse form.</param>
/// <param name="Update">The change: the elements, the gradient, the scalars, whether the option is set.</param>
/// <param name="Option">The attribute that changes the rule; empty where there is none.</param>
/// <param name="OptionDefault">Its default.</param>
/// <param name="HasSparseForm">Whether TensorFlow has an op for some rows only.</param>
internal sealed record OptimizerRule(
    int Parameters,
    int GradientAt,
    OptimizerRule.Change Update,
    string Option = "",
    bool OptionDefault = false,
    bool HasSparseForm = true)
{
    /// <summary>Changes an element of the variable, first, and of its slots.</summary>
    public delegate void Change(Span<double> element, double gradient, ReadOnlySpan<double> parameters, bool option);
}
