using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Levenshtein distances between the sequences along the last dimension of two sparse tensors (tensorflow/core/kernels/edit_distance_op.cc).</summary>
internal static class EditDistanceKernel
{
    /// <summary>Adds the kernel to the table.</summary>
    public static void AddTo(KernelTable table) => table.Add("EditDistance", Run);

    /// <summary>Inputs: positions, values and shape of the hypotheses, then of the truths.</summary>
    private static void Run(KernelContext context)
    {
        long[] shape = context.Integers(2), truthShape = context.Integers(5);
        KernelContext.Require(shape.Length > 1 && shape.Length == truthShape.Length, $"hypothesis_shape and truth_shape must have as many elements, at least 2, got {shape.Length} and {truthShape.Length}");
        nint[] outputShape = [.. shape[..^1].Zip(truthShape[..^1], (a, b) => checked((nint)Math.Max(a, b)))];
        HostTensor output = context.Allocate(0, DType.Float32, outputShape);
        List<ElementKey>[] hypotheses = Sequences(context, 0, outputShape), truths = Sequences(context, 3, outputShape);
        bool normalize = context.Attributes.Bool("normalize", true);
        Span<float> distances = output.Values<float>();
        for (int i = 0; i < distances.Length; i++)
        {
            int distance = Distance(truths[i], hypotheses[i]);
            distances[i] = !normalize || distance == 0 ? distance : truths[i].Count == 0 ? float.PositiveInfinity : (float)distance / truths[i].Count;
        }
    }

    private static List<ElementKey>[] Sequences(KernelContext context, int first, nint[] shape)
    {
        HostTensor indices = context.Input(first), values = context.Input(first + 1);
        int rank = shape.Length + 1;
        KernelContext.Require(indices.Rank == 2 && indices.Shape[1] == rank && indices.Shape[0] == values.Count, $"indices {indices} and values {values} do not fit");
        int[] strides = KernelShapes.Strides(shape);
        var sequences = new List<ElementKey>[KernelShapes.Count(shape)];
        for (int i = 0; i < sequences.Length; i++)
        {
            sequences[i] = [];
        }

        for (int i = 0; i < values.Count; i++)
        {
            int at = 0;
            for (int d = 0; d < shape.Length; d++)
            {
                long index = KernelContext.IntegerAt(indices, (i * rank) + d);
                KernelContext.Require(index >= 0 && index < shape[d], $"indices[{i}] lies outside of the shape {KernelShapes.Write(shape)}");
                at += (int)index * strides[d];
            }

            sequences[at].Add(ElementKey.Of(values, i));
        }

        return sequences;
    }

    private static int Distance(List<ElementKey> from, List<ElementKey> to)
    {
        int[] row = [.. Enumerable.Range(0, to.Count + 1)];
        for (int i = 0; i < from.Count; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < to.Count; j++)
            {
                int changed = diagonal + (from[i].Equals(to[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(changed, 1 + Math.Min(row[j], diagonal));
            }
        }

        return row[^1];
    }
}
