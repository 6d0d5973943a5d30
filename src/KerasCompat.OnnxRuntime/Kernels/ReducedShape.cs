namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>What a reduction leaves of a shape.</summary>
/// <param name="IsReduced">For each axis, whether it is reduced.</param>
/// <param name="Kept">The shape with one element along each axis that is reduced.</param>
/// <param name="Result">The shape of the result, which has those axes or not, as <c>keep_dims</c> says.</param>
internal sealed record ReducedShape(bool[] IsReduced, nint[] Kept, nint[] Result)
{
    /// <summary>That of a node.</summary>
    /// <param name="context">The node.</param>
    /// <param name="shape">The shape that is reduced.</param>
    /// <param name="axes">The position of the axes among the inputs.</param>
    /// <exception cref="KernelException">There is no such axis.</exception>
    public static ReducedShape Of(KernelContext context, ReadOnlySpan<nint> shape, int axes)
    {
        var isReduced = new bool[shape.Length];
        nint[] kept = shape.ToArray();
        foreach (long given in context.Integers(axes))
        {
            int axis = KernelShapes.Axis(given, shape.Length);
            isReduced[axis] = true;
            kept[axis] = 1;
        }

        bool keepsAxes = context.Attributes.Bool("keep_dims", false);
        return new ReducedShape(isReduced, kept, keepsAxes ? kept : [.. kept.Where((_, axis) => !isReduced[axis])]);
    }
}
