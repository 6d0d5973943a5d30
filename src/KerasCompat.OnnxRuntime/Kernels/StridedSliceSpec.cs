namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>
/// Which elements a StridedSlice takes: its masks resolved against a shape (tensorflow/core/util/strided_slice_op.cc,
/// <c>ValidateStridedSliceOp</c>).
/// </summary>
/// <param name="Start">The position of the first element.</param>
/// <param name="Counts">How many elements are taken along each dimension of the input.</param>
/// <param name="Strides">How far apart they are in memory.</param>
/// <param name="OutputShape">The shape of the result: new axes added, shrunk axes gone.</param>
internal sealed record StridedSliceSpec(int Start, nint[] Counts, int[] Strides, nint[] OutputShape)
{
    /// <summary>The elements that the node of a context takes.</summary>
    /// <param name="context">The context; begin, end and strides are its inputs 1, 2 and 3.</param>
    /// <param name="shape">The shape of the tensor that is sliced.</param>
    /// <exception cref="KernelException">The slice is not possible.</exception>
    public static StridedSliceSpec Of(KernelContext context, ReadOnlySpan<nint> shape)
    {
        long[] begin = context.Integers(1);
        long[] end = context.Integers(2);
        long[] strides = context.Integers(3);
        long beginMask = context.Attributes.Int("begin_mask", 0);
        long endMask = context.Attributes.Int("end_mask", 0);
        long ellipsisMask = context.Attributes.Int("ellipsis_mask", 0);
        long newAxisMask = context.Attributes.Int("new_axis_mask", 0);
        long shrinkAxisMask = context.Attributes.Int("shrink_axis_mask", 0);
        KernelContext.Require(begin.Length == end.Length && begin.Length == strides.Length, "begin, end and strides must have one length");

        int[] elementStrides = KernelShapes.Strides(shape);
        var counts = new nint[shape.Length];
        int[] steps = new int[shape.Length];
        var output = new List<nint>();
        int start = 0;
        int axis = 0;
        int consumed = CountSet(begin.Length, i => !Has(newAxisMask, i) && !Has(ellipsisMask, i));
        KernelContext.Require(consumed <= shape.Length, $"Index out of range using input dim {consumed}; input has only {shape.Length} dims");
        for (int i = 0; i < begin.Length; i++)
        {
            if (Has(ellipsisMask, i))
            {
                for (int skipped = shape.Length - consumed; skipped > 0; skipped--)
                {
                    TakeAll(shape, axis++);
                }
            }
            else if (Has(newAxisMask, i))
            {
                output.Add(1);
            }
            else
            {
                Take(shape, axis++, i);
            }
        }

        while (axis < shape.Length)
        {
            TakeAll(shape, axis++);
        }

        return new StridedSliceSpec(start, counts, steps, [.. output]);

        void TakeAll(ReadOnlySpan<nint> shape, int axis)
        {
            counts[axis] = shape[axis];
            steps[axis] = elementStrides[axis];
            output.Add(shape[axis]);
        }

        void Take(ReadOnlySpan<nint> shape, int axis, int i)
        {
            long size = shape[axis];
            long stride = strides[i];
            KernelContext.Require(stride != 0, $"strides[{i}] must be non-zero");
            bool shrinks = Has(shrinkAxisMask, i);
            long first;
            long count;
            if (shrinks)
            {
                first = begin[i] < 0 ? begin[i] + size : begin[i];
                KernelContext.Require(first >= 0 && first < size, $"slice index {begin[i]} of dimension {axis} out of bounds");
                count = 1;
            }
            else
            {
                long low = stride > 0 ? 0 : -1;
                long high = stride > 0 ? size : size - 1;
                first = Has(beginMask, i) ? (stride > 0 ? low : high) : Clamp(begin[i], size, low, high);
                long last = Has(endMask, i) ? (stride > 0 ? high : low) : Clamp(end[i], size, low, high);
                long length = last - first;
                count = length == 0 || (length < 0) != (stride < 0) ? 0 : (length / stride) + (length % stride != 0 ? 1 : 0);
                output.Add((nint)count);
            }

            counts[axis] = (nint)count;
            steps[axis] = count > 1 ? checked((int)(elementStrides[axis] * stride)) : 0;
            start += count > 0 ? (int)first * elementStrides[axis] : 0;
        }
    }

    private static bool Has(long mask, int bit) => ((mask >> bit) & 1) != 0;

    private static int CountSet(int length, Func<int, bool> condition) => Enumerable.Range(0, length).Count(condition);

    private static long Clamp(long index, long size, long low, long high) => Math.Clamp(index < 0 ? index + size : index, low, high);
}
