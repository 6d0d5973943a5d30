using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;

namespace KerasCompat.OnnxRuntime.Kernels.Sparse;

/// <summary>Ops of two sparse tensors element by element, and reductions whose result is sparse (tensorflow/core/kernels/sparse_add_op.cc, sparse_sparse_binary_op_shared.cc, sparse_reduce_op.cc).</summary>
internal static class SparseSetKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("SparseAdd", Add, node => node.OutputTypes is not [_, var type, ..] || !Numbers.IsComplex(type));
        table.Add("SparseSparseMaximum", context => Merge(context, Math.Max));
        table.Add("SparseSparseMinimum", context => Merge(context, Math.Min));
        table.Add("SparseReduceSumSparse", context => Reduce(context, static (a, b) => a + b));
        table.Add("SparseReduceMaxSparse", context => Reduce(context, Math.Max));
    }

    /// <summary>Inputs: positions, values and shape of each, and the threshold: results of a smaller magnitude are left out.</summary>
    private static void Add(KernelContext context)
    {
        KernelContext.Require(context.Integers(2).AsSpan().SequenceEqual(context.Integers(5)), "operands' shapes do not match");
        double threshold = Numbers.Scalar(context, 6);
        Positions merged = Union(context, static (a, b) => a + b, oneSided: static value => value);
        merged.Write(context, context.Input(1).DType, value => threshold <= Math.Abs(value));
        context.SetOutput(2, context.Input(2));
    }

    /// <summary>An element that one of them lacks is zero.</summary>
    private static void Merge(KernelContext context, Func<double, double, double> combine)
    {
        KernelContext.Require(context.Integers(2).AsSpan().SequenceEqual(context.Integers(5)), "Operands' shapes do not match");
        Union(context, combine, value => combine(value, 0)).Write(context, context.Input(1).DType, static _ => true);
    }

    private static Positions Union(KernelContext context, Func<double, double, double> combine, Func<double, double> oneSided)
    {
        int rank = context.Input(2).Count;
        var own = new Positions(rank);
        var both = new HashSet<int>();
        own.Add(context.Integers(0), Numbers.ToDoubles(context.Input(1)), static (_, value) => value, null);
        own.Add(context.Integers(3), Numbers.ToDoubles(context.Input(4)), combine, both);
        own.ForEach((i, value) => both.Contains(i) ? value : oneSided(value));
        return own;
    }

    /// <summary>Reduced dimensions are one, or left out; the result holds what some element fell on.</summary>
    private static void Reduce(KernelContext context, Func<double, double, double> combine)
    {
        long[] indices = context.Integers(0), shape = context.Integers(2);
        int rank = shape.Length;
        HashSet<int> axes = [.. context.Integers(3).Select(axis => KernelShapes.Axis(axis, rank))];
        bool keep = context.Attributes.Bool("keep_dims", false);
        int[] kept = [.. Enumerable.Range(0, rank).Where(d => keep || !axes.Contains(d))];
        double[] values = Numbers.ToDoubles(context.Input(1));
        var reduced = new Positions(kept.Length);
        long[] places = [.. Enumerable.Range(0, values.Length).SelectMany(i => kept.Select(d => axes.Contains(d) ? 0 : indices[(i * rank) + d]))];
        reduced.Add(places, values, combine, null);
        reduced.Write(context, context.Input(1).DType, static _ => true);
        Numbers.Write(context.Allocate(2, DType.Int64, [kept.Length]), [.. kept.Select(d => axes.Contains(d) ? 1d : shape[d])]);
    }

    /// <summary>Values by their positions.</summary>
    private sealed class Positions(int rank)
    {
        private readonly Dictionary<ElementKey, int> _numbers = [];
        private readonly List<long[]> _places = [];
        private readonly List<double> _values = [];

        /// <summary>Adds values; one whose position is held already is combined with that, and the number of it noted.</summary>
        public void Add(long[] indices, double[] values, Func<double, double, double> combine, HashSet<int>? met)
        {
            KernelContext.Require(indices.Length == values.Length * rank || rank == 0, $"{values.Length} values do not have positions of rank {rank}");
            for (int i = 0; i < values.Length; i++)
            {
                long[] place = indices[(i * rank)..((i + 1) * rank)];
                var key = new ElementKey(System.Runtime.InteropServices.MemoryMarshal.AsBytes(place.AsSpan()).ToArray());
                if (_numbers.TryGetValue(key, out int known))
                {
                    _values[known] = combine(_values[known], values[i]);
                    met?.Add(known);
                }
                else
                {
                    _numbers.Add(key, _values.Count);
                    _places.Add(place);
                    _values.Add(values[i]);
                }
            }
        }

        public void ForEach(Func<int, double, double> change)
        {
            for (int i = 0; i < _values.Count; i++)
            {
                _values[i] = change(i, _values[i]);
            }
        }

        /// <summary>Sets outputs 0 and 1 to those wanted, in the order of their positions.</summary>
        public void Write(KernelContext context, DType type, Func<double, bool> isWanted)
        {
            int[] order = [.. Enumerable.Range(0, _values.Count).Where(i => isWanted(_values[i])).Order(Comparer<int>.Create((a, b) => _places[a].AsSpan().SequenceCompareTo(_places[b])))];
            Span<long> indices = context.Allocate(0, DType.Int64, [order.Length, rank]).Values<long>();
            for (int i = 0; i < order.Length; i++)
            {
                _places[order[i]].CopyTo(indices[(i * rank)..]);
            }

            Numbers.Write(context.Allocate(1, type, [order.Length]), [.. order.Select(i => _values[i])]);
        }
    }
}
