using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Examples;

/// <summary>The features of the examples of a call.</summary>
internal sealed class FeatureBatch
{
    private readonly Dictionary<string, Feature>[] _examples;

    /// <param name="serialized">The examples: one, or a vector of them. Of a <c>SequenceExample</c> it is the context that is read.</param>
    public FeatureBatch(HostTensor serialized)
    {
        KernelContext.Require(serialized is { IsString: true, Rank: 0 or 1 }, $"serialized must be a scalar or a vector of strings, got {serialized}");
        IsScalar = serialized.Rank == 0;
        _examples = new Dictionary<string, Feature>[serialized.Count];
        for (int i = 0; i < _examples.Length; i++)
        {
            _examples[i] = ExampleMessage.Parse(serialized.Strings[i], i);
        }
    }

    /// <summary>Whether it is one example and no vector.</summary>
    public bool IsScalar { get; }

    /// <summary>A feature of each example; null where it is missing.</summary>
    public Feature?[] Features(string name, DType type)
    {
        var features = new Feature?[_examples.Length];
        for (int i = 0; i < features.Length; i++)
        {
            if (_examples[i].TryGetValue(name, out Feature? feature))
            {
                KernelContext.Require(feature.DType == type, $"key '{name}', index {i}: the data type is {feature.DType.Name()}, expected {type.Name()}");
                features[i] = feature;
            }
        }

        return features;
    }
}
