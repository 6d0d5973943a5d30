using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Examples;

/// <summary>
/// Serialized <c>tf.SequenceExample</c>s to tensors: a context of features, and lists of features with one for each step
/// (tensorflow/core/ops/parsing_ops.cc, FastParseSequenceExample in tensorflow/core/util/example_proto_fast_parsing.cc).
/// </summary>
internal static class SequenceExampleKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("ParseSequenceExample", V1);
        table.Add("ParseSequenceExampleV2", V2);
        table.Add("ParseSingleSequenceExample", Single);
    }

    private static void V1(KernelContext context)
    {
        string[] assumedEmpty = [.. context.Attributes.Strings("feature_list_dense_missing_assumed_empty")];
        string[] dense = Keys("feature_list_dense_keys");
        Parse(context, Keys("context_sparse_keys"), Keys("context_dense_keys"), [], Keys("feature_list_sparse_keys"), dense, [], [.. dense.Select(assumedEmpty.Contains)], 2, lengths: true);

        string[] Keys(string attribute) => [.. context.Attributes.Strings(attribute)];
    }

    private static void V2(KernelContext context)
    {
        string[] dense = Keys(6);
        bool[] assumedEmpty = context.Input(8).Values<bool>().ToArray();
        KernelContext.Require(assumedEmpty.Length == dense.Length, "feature_list_dense_missing_assumed_empty must have an element for each key");
        Parse(context, Keys(2), Keys(3), Keys(4), Keys(5), dense, Keys(7), assumedEmpty, 9, lengths: true);

        string[] Keys(int input) => ExampleKernels.Names(context.Input(input));
    }

    private static void Single(KernelContext context)
    {
        KernelContext.Require(context.Input(0).Rank == 0, $"serialized must be a scalar, got {context.Input(0)}");
        string[] assumedEmpty = ExampleKernels.Names(context.Input(1));
        int input = 2;
        string[] contextSparse = Keys("Ncontext_sparse"), contextDense = Keys("Ncontext_dense"), sparse = Keys("Nfeature_list_sparse"), dense = Keys("Nfeature_list_dense");
        Parse(context, contextSparse, contextDense, [], sparse, dense, [], [.. dense.Select(assumedEmpty.Contains)], input, lengths: false);

        string[] Keys(string count)
        {
            int first = input;
            input += checked((int)context.Attributes.Int(count, 0));
            return [.. Enumerable.Range(first, input - first).SelectMany(i => ExampleKernels.Names(context.Input(i)))];
        }
    }

    private static void Parse(
        KernelContext context, string[] contextSparse, string[] contextDense, string[] contextRagged, string[] sparse, string[] dense, string[] ragged, bool[] assumedEmpty, int defaults, bool lengths)
    {
        var features = new FeatureBatch(context.Input(0));
        var lists = new SequenceBatch(context.Input(0));
        int output = ExampleKernels.Sparse(context, features, contextSparse, context.Attributes.Types("context_sparse_types"), 0);
        output = ExampleKernels.Dense(context, features, contextDense, context.Attributes.Types("Tcontext_dense"), context.Attributes.Shapes("context_dense_shapes"), defaults, output);
        output = ExampleKernels.Ragged(context, features, contextRagged, context.Attributes.Types("context_ragged_value_types"), context.Attributes.Types("context_ragged_split_types"), output);
        output = Sparse(context, lists, sparse, context.Attributes.Types("feature_list_sparse_types"), output);
        output = Dense(context, lists, dense, context.Attributes.Types("feature_list_dense_types"), assumedEmpty, lengths, output);
        Ragged(context, lists, ragged, output);
    }

    /// <summary>Indices, values and shapes: of the example unless there is only one, the step, and the value within it.</summary>
    private static int Sparse(KernelContext context, SequenceBatch batch, string[] names, IReadOnlyList<DType> types, int output)
    {
        KernelContext.Require(types.Count == names.Length, "there must be a type for each sparse key");
        int rank = batch.IsScalar ? 2 : 3;
        for (int f = 0; f < names.Length; f++)
        {
            List<Feature?>?[] lists = batch.Lists(names[f], types[f]);
            int total = lists.Sum(list => list?.Sum(feature => feature?.Count ?? 0) ?? 0), at = 0;
            Span<long> indices = context.Allocate(output + f, DType.Int64, [total, rank]).Values<long>();
            HostTensor values = context.Allocate(output + names.Length + f, types[f], [total]);
            Span<long> shape = context.Allocate(output + (2 * names.Length) + f, DType.Int64, [rank]).Values<long>();
            shape.Clear();
            for (int row = 0; row < lists.Length; row++)
            {
                int steps = lists[row]?.Count ?? 0;
                shape[^2] = Math.Max(shape[^2], steps);
                for (int step = 0; step < steps; step++)
                {
                    int count = lists[row]![step]?.Count ?? 0;
                    shape[^1] = Math.Max(shape[^1], count);
                    lists[row]![step]?.CopyTo(values, at);
                    for (int column = 0; column < count; column++, at++)
                    {
                        Span<long> index = indices.Slice(at * rank, rank);
                        index[0] = row;
                        (index[^2], index[^1]) = (step, column);
                    }
                }
            }

            if (rank == 3)
            {
                shape[0] = lists.Length;
            }
        }

        return output + (3 * names.Length);
    }

    /// <summary>Steps of one shape, padded with zeros to the longest list, and how many of them are the list's own.</summary>
    private static int Dense(KernelContext context, SequenceBatch batch, string[] names, IReadOnlyList<DType> types, bool[] assumedEmpty, bool wantLengths, int output)
    {
        IReadOnlyList<TensorShape> shapes = context.Attributes.Shapes("feature_list_dense_shapes");
        KernelContext.Require(types.Count == names.Length && shapes.Count == names.Length, "there must be a type and a shape for each dense key");
        for (int f = 0; f < names.Length; f++)
        {
            List<Feature?>?[] lists = batch.Lists(names[f], types[f]);
            nint[] element = KernelShapes.ToShape([.. shapes[f].Dimensions]);
            int size = KernelShapes.Count(element), most = lists.Max(list => list?.Count) ?? 0;
            nint[] steps = [most, .. element];
            HostTensor values = context.Allocate(output + f, types[f], batch.IsScalar ? steps : [lists.Length, .. steps]);
            values.Bytes.Clear();
            values.Strings.Clear();
            var counts = new long[lists.Length];
            for (int row = 0; row < lists.Length; row++)
            {
                if (lists[row] is not { } list)
                {
                    KernelContext.Require(assumedEmpty[f], $"Feature list '{names[f]}' is required but could not be found.  Did you mean to include it in feature_list_dense_missing_assumed_empty or feature_list_dense_defaults?");
                    continue;
                }

                counts[row] = list.Count;
                for (int step = 0; step < list.Count; step++)
                {
                    int count = list[step]?.Count ?? 0;
                    KernelContext.Require(count == size, $"Key: {names[f]}, Index: {step}.  Number of values != expected.  values size: {count} but output shape: {KernelShapes.Write(element)}");
                    list[step]?.CopyTo(values, ((row * most) + step) * size);
                }
            }

            if (wantLengths)
            {
                counts.CopyTo(context.Allocate(output + names.Length + f, DType.Int64, batch.IsScalar ? [] : [counts.Length]).Values<long>());
            }
        }

        return output + ((wantLengths ? 2 : 1) * names.Length);
    }

    /// <summary>All values, where the steps of each example end, and where the values of each step end.</summary>
    private static void Ragged(KernelContext context, SequenceBatch batch, string[] names, int output)
    {
        IReadOnlyList<DType> valueTypes = context.Attributes.Types("feature_list_ragged_value_types"), splitTypes = context.Attributes.Types("feature_list_ragged_split_types");
        KernelContext.Require(valueTypes.Count == names.Length && splitTypes.Count == names.Length, "there must be a type of values and of splits for each ragged key");
        for (int f = 0; f < names.Length; f++)
        {
            List<Feature?>?[] lists = batch.Lists(names[f], valueTypes[f]);
            HostTensor values = context.Allocate(output + f, valueTypes[f], [lists.Sum(list => list?.Sum(feature => feature?.Count ?? 0) ?? 0)]);
            var outer = new List<long> { 0 };
            var inner = new List<long> { 0 };
            int at = 0;
            foreach (List<Feature?>? list in lists)
            {
                foreach (Feature? feature in list ?? [])
                {
                    feature?.CopyTo(values, at);
                    at += feature?.Count ?? 0;
                    inner.Add(at);
                }

                outer.Add(inner.Count - 1);
            }

            UnicodeKernels.Integers(context, output + names.Length + f, splitTypes[f], [.. outer]);
            UnicodeKernels.Integers(context, output + (2 * names.Length) + f, splitTypes[f], [.. inner]);
        }
    }
}
