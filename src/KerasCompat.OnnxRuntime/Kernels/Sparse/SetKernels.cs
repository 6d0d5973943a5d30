using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Sparse;

/// <summary>The last dimension as a set, for every position of the others (tensorflow/core/kernels/set_kernels.cc).</summary>
internal static class SetKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("DenseToDenseSetOperation", context => Operate(context, FromDense(context.Input(0)), FromDense(context.Input(1))));
        table.Add("DenseToSparseSetOperation", context => Operate(context, FromDense(context.Input(0)), FromSparse(context, 1)));
        table.Add("SparseToSparseSetOperation", context => Operate(context, FromSparse(context, 0), FromSparse(context, 3)));
        table.Add("SetSize", Size);
    }

    /// <summary>Sets by the position that they have in the leading dimensions.</summary>
    private sealed record Sets(nint[] Groups, SortedDictionary<int, SortedSet<Element>> ByGroup, DType DType);

    /// <summary>An element that sorts as TensorFlow sorts it: numbers by value, strings by bytes.</summary>
    private readonly record struct Element(long Number, ReadOnlyMemory<byte> Text) : IComparable<Element>
    {
        public int CompareTo(Element other) => Number != other.Number ? Number.CompareTo(other.Number) : Text.Span.SequenceCompareTo(other.Text.Span);

        public bool Equals(Element other) => CompareTo(other) == 0;

        public override int GetHashCode() => HashCode.Combine(Number, Text.Length);
    }

    private static Element At(HostTensor tensor, int index) =>
        tensor.IsString ? new Element(0, tensor.Strings[index]) : new Element(KernelContext.IntegerAt(tensor, index), default);

    private static Sets FromDense(HostTensor tensor)
    {
        KernelContext.Require(tensor.Rank > 1, $"a set needs at least two dimensions, got {tensor}");
        var sets = new Sets(tensor.Shape[..^1].ToArray(), [], tensor.DType);
        int width = (int)tensor.Shape[^1];
        for (int i = 0; i < tensor.Count; i++)
        {
            Add(sets, i / width, At(tensor, i));
        }

        return sets;
    }

    private static Sets FromSparse(KernelContext context, int first)
    {
        long[] indices = context.Integers(first), shape = context.Integers(first + 2);
        HostTensor values = context.Input(first + 1);
        nint[] groups = KernelShapes.ToShape(shape)[..^1];
        int[] strides = KernelShapes.Strides(groups);
        var sets = new Sets(groups, [], values.DType);
        for (int i = 0; i < values.Count; i++)
        {
            int group = 0;
            for (int d = 0; d < groups.Length; d++)
            {
                long index = indices[(i * shape.Length) + d];
                KernelContext.Require(index >= 0 && index < groups[d], $"indices[{i},{d}] = {index} is out of bounds");
                group += (int)index * strides[d];
            }

            Add(sets, group, At(values, i));
        }

        return sets;
    }

    private static void Add(Sets sets, int group, Element element)
    {
        if (!sets.ByGroup.TryGetValue(group, out SortedSet<Element>? set))
        {
            sets.ByGroup[group] = set = [];
        }

        set.Add(element);
    }

    private static void Operate(KernelContext context, Sets left, Sets right)
    {
        string operation = context.Attributes.String("set_operation", "");
        KernelContext.Require(left.Groups.AsSpan().SequenceEqual(right.Groups), $"the sets' leading dimensions differ: {KernelShapes.Write(left.Groups)} and {KernelShapes.Write(right.Groups)}");
        var result = new Sets(left.Groups, [], left.DType);
        foreach (int group in left.ByGroup.Keys.Union(right.ByGroup.Keys))
        {
            SortedSet<Element> a = left.ByGroup.GetValueOrDefault(group) ?? [], b = right.ByGroup.GetValueOrDefault(group) ?? [];
            var combined = new SortedSet<Element>(operation == "b-a" ? b : a);
            switch (operation)
            {
                case "a-b": combined.ExceptWith(b); break;
                case "b-a": combined.ExceptWith(a); break;
                case "intersection": combined.IntersectWith(b); break;
                case "union": combined.UnionWith(b); break;
                default: throw KernelContext.Refuse($"set operation '{operation}' is not known");
            }

            if (combined.Count > 0)
            {
                result.ByGroup[group] = combined;
            }
        }

        Write(context, result);
    }

    private static void Write(KernelContext context, Sets sets)
    {
        int count = sets.ByGroup.Values.Sum(s => s.Count), rank = sets.Groups.Length + 1;
        int widest = sets.ByGroup.Values.Select(s => s.Count).DefaultIfEmpty(0).Max();
        Span<long> indices = context.Allocate(0, DType.Int64, [count, rank]).Values<long>();
        HostTensor values = context.Allocate(1, sets.DType, [count]);
        int[] strides = KernelShapes.Strides(sets.Groups);
        int at = 0;
        foreach (KeyValuePair<int, SortedSet<Element>> set in sets.ByGroup)
        {
            int column = 0;
            foreach (Element element in set.Value)
            {
                int rest = set.Key;
                for (int d = 0; d < strides.Length; d++)
                {
                    indices[(at * rank) + d] = rest / strides[d];
                    rest %= strides[d];
                }

                indices[(at * rank) + rank - 1] = column++;
                Put(values, at++, element);
            }
        }

        Span<long> shape = context.Allocate(2, DType.Int64, [rank]).Values<long>();
        for (int d = 0; d < rank - 1; d++)
        {
            shape[d] = sets.Groups[d];
        }

        shape[rank - 1] = widest;
    }

    private static void Put(HostTensor values, int index, Element element)
    {
        if (values.IsString)
        {
            values.Strings[index] = element.Text;
            return;
        }

        int size = values.DType.Size();
        BitConverter.GetBytes(element.Number).AsSpan(0, size).CopyTo(values.Bytes[(index * size)..]);
    }

    private static void Size(KernelContext context)
    {
        Sets sets = FromSparse(context, 0);
        Span<int> output = context.Allocate(0, DType.Int32, sets.Groups).Values<int>();
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = sets.ByGroup.GetValueOrDefault(i)?.Count ?? 0;
        }
    }
}
