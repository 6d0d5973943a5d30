using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Examples;

/// <summary>
/// Serialized <c>tf.Example</c>s to tensors (tensorflow/core/ops/parsing_ops.cc, tensorflow/core/util/example_proto_fast_parsing.cc): the
/// input of models that were exported by estimators and pipelines.
/// </summary>
internal static class ExampleKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("ParseExampleV2", V2);
        table.Add("ParseExample", V1);
        table.Add("ParseSingleExample", Single);
    }

    internal static string[] Names(HostTensor tensor) => [.. tensor.Strings.ToArray().Select(s => Encoding.UTF8.GetString(s.Span))];

    private static void V2(KernelContext context)
    {
        string[] sparse = Names(context.Input(2)), dense = Names(context.Input(3)), ragged = Names(context.Input(4));
        var batch = new FeatureBatch(context.Input(0));
        int output = Sparse(context, batch, sparse, 0);
        output = Dense(context, batch, dense, 5, output);
        Ragged(context, batch, ragged, output);
    }

    private static void V1(KernelContext context)
    {
        int sparseCount = checked((int)context.Attributes.Int("Nsparse", 0)), denseCount = checked((int)context.Attributes.Int("Ndense", 0));
        string[] sparse = [.. Enumerable.Range(2, sparseCount).SelectMany(i => Names(context.Input(i)))];
        string[] dense = [.. Enumerable.Range(2 + sparseCount, denseCount).SelectMany(i => Names(context.Input(i)))];
        var batch = new FeatureBatch(context.Input(0));
        Dense(context, batch, dense, 2 + sparseCount + denseCount, Sparse(context, batch, sparse, 0));
    }

    private static void Single(KernelContext context)
    {
        var batch = new FeatureBatch(context.Input(0));
        KernelContext.Require(batch.IsScalar, $"serialized must be a scalar, got {context.Input(0)}");
        string[] sparse = [.. context.Attributes.Strings("sparse_keys")], dense = [.. context.Attributes.Strings("dense_keys")];
        Dense(context, batch, dense, 1, Sparse(context, batch, sparse, 0));
    }

    private static int Sparse(KernelContext context, FeatureBatch batch, string[] names, int output) => Sparse(context, batch, names, context.Attributes.Types("sparse_types"), output);

    /// <summary>Indices, values and shapes of all sparse features, in three runs of outputs.</summary>
    internal static int Sparse(KernelContext context, FeatureBatch batch, string[] names, IReadOnlyList<DType> types, int output)
    {
        KernelContext.Require(types.Count == names.Length, "there must be a type for each sparse key");
        int rank = batch.IsScalar ? 1 : 2;
        for (int f = 0; f < names.Length; f++)
        {
            Feature?[] features = batch.Features(names[f], types[f]);
            int total = features.Sum(x => x?.Count ?? 0), widest = features.Max(x => x?.Count) ?? 0, at = 0;
            Span<long> indices = context.Allocate(output + f, DType.Int64, [total, rank]).Values<long>();
            HostTensor values = context.Allocate(output + names.Length + f, types[f], [total]);
            for (int row = 0; row < features.Length; row++)
            {
                features[row]?.CopyTo(values, at);
                for (int column = 0; column < (features[row]?.Count ?? 0); column++, at++)
                {
                    indices[at * rank] = batch.IsScalar ? column : row;
                    if (rank == 2)
                    {
                        indices[(at * rank) + 1] = column;
                    }
                }
            }

            Span<long> shape = context.Allocate(output + (2 * names.Length) + f, DType.Int64, [rank]).Values<long>();
            shape[0] = batch.IsScalar ? widest : features.Length;
            if (rank == 2)
            {
                shape[1] = widest;
            }
        }

        return output + (3 * names.Length);
    }

    private static int Dense(KernelContext context, FeatureBatch batch, string[] names, int defaults, int output) =>
        Dense(context, batch, names, context.Attributes.Types("Tdense"), context.Attributes.Shapes("dense_shapes"), defaults, output);

    /// <summary>All dense features, whose defaults are inputs.</summary>
    internal static int Dense(KernelContext context, FeatureBatch batch, string[] names, IReadOnlyList<DType> types, IReadOnlyList<TensorShape> shapes, int defaults, int output)
    {
        KernelContext.Require(types.Count == names.Length && shapes.Count == names.Length, "there must be a type and a shape for each dense key");
        for (int f = 0; f < names.Length; f++)
        {
            DenseFeature(context, batch, names[f], types[f], shapes[f], context.Input(defaults + f), output + f);
        }

        return output + names.Length;
    }

    private static void DenseFeature(KernelContext context, FeatureBatch batch, string name, DType type, TensorShape shape, HostTensor defaultValue, int output)
    {
        Feature?[] features = batch.Features(name, type);
        bool variable = shape.Rank > 0 && shape.Dimensions[0] < 0;
        nint[] element = KernelShapes.ToShape([.. variable ? shape.Dimensions.Skip(1) : shape.Dimensions]);
        int size = KernelShapes.Count(element), longest = 1;
        if (variable)
        {
            longest = features.Select(x => x is null ? 0 : x.Count % Math.Max(1, size) == 0 ? x.Count / Math.Max(1, size) : throw KernelContext.Refuse($"feature '{name}' has {x.Count} values, not a multiple of {size}")).DefaultIfEmpty(0).Max();
        }

        nint[] row = variable ? [longest, .. element] : element;
        int run = size * (variable ? longest : 1);
        HostTensor values = context.Allocate(output, type, batch.IsScalar ? row : [features.Length, .. row]);
        for (int i = 0; i < features.Length; i++)
        {
            int given = features[i]?.Count ?? 0;
            if (features[i] is { } feature && (variable || given == run))
            {
                feature.CopyTo(values, i * run);
            }
            else if (features[i] is not null)
            {
                throw KernelContext.Refuse($"key '{name}', index {i}: the number of {type.Name()} values is {given}, expected {run}");
            }

            Fill(values, i * run, variable ? given : features[i] is null ? 0 : run, run, defaultValue, variable, name);
        }
    }

    /// <summary>Puts the default where an example has nothing: whole for a fixed shape, repeated as padding for a variable one.</summary>
    private static void Fill(HostTensor values, int start, int given, int run, HostTensor defaultValue, bool variable, string name)
    {
        if (given == run)
        {
            return;
        }

        if (variable)
        {
            for (int k = given; k < run; k++)
            {
                if (defaultValue.Count > 0)
                {
                    HostTensor.Copy(defaultValue, 0, values, start + k, 1);
                }
                else if (values.IsString)
                {
                    values.Strings[start + k] = default;
                }
                else
                {
                    values.Bytes.Slice((start + k) * values.DType.Size(), values.DType.Size()).Clear();
                }
            }

            return;
        }

        KernelContext.Require(defaultValue.Count == run, $"feature '{name}' (data type: {values.DType.Name()}) is required but could not be found");
        HostTensor.Copy(defaultValue, 0, values, start, run);
    }

    private static void Ragged(KernelContext context, FeatureBatch batch, string[] names, int output) =>
        Ragged(context, batch, names, context.Attributes.Types("ragged_value_types"), context.Attributes.Types("ragged_split_types"), output);

    /// <summary>Values and splits of all ragged features, in two runs of outputs.</summary>
    internal static int Ragged(KernelContext context, FeatureBatch batch, string[] names, IReadOnlyList<DType> types, IReadOnlyList<DType> splitTypes, int output)
    {
        KernelContext.Require(types.Count == names.Length && splitTypes.Count == names.Length, "there must be a type of values and of splits for each ragged key");
        for (int f = 0; f < names.Length; f++)
        {
            Feature?[] features = batch.Features(names[f], types[f]);
            HostTensor values = context.Allocate(output + f, types[f], [features.Sum(x => x?.Count ?? 0)]);
            var splits = new long[features.Length + 1];
            for (int row = 0; row < features.Length; row++)
            {
                features[row]?.CopyTo(values, (int)splits[row]);
                splits[row + 1] = splits[row] + (features[row]?.Count ?? 0);
            }

            UnicodeKernels.Integers(context, output + names.Length + f, splitTypes[f], splits);
        }

        return output + (2 * names.Length);
    }
}
