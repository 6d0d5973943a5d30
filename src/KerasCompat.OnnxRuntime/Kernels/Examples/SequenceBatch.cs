using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Examples;

/// <summary>The lists of features of the <c>SequenceExample</c>s of a call.</summary>
internal sealed class SequenceBatch
{
    private readonly Dictionary<string, List<Feature?>>[] _examples;

    /// <param name="serialized">The examples: one, or a vector of them.</param>
    public SequenceBatch(HostTensor serialized)
    {
        IsScalar = serialized.Rank == 0;
        _examples = new Dictionary<string, List<Feature?>>[serialized.Count];
        for (int i = 0; i < _examples.Length; i++)
        {
            _examples[i] = ExampleMessage.ParseLists(serialized.Strings[i], i);
        }
    }

    /// <summary>Whether it is one example and no vector.</summary>
    public bool IsScalar { get; }

    /// <summary>A list of each example; null where it is missing.</summary>
    public List<Feature?>?[] Lists(string name, DType type)
    {
        var lists = new List<Feature?>?[_examples.Length];
        for (int i = 0; i < lists.Length; i++)
        {
            lists[i] = _examples[i].GetValueOrDefault(name);
            for (int step = 0; step < (lists[i]?.Count ?? 0); step++)
            {
                if (lists[i]![step] is { } feature && feature.DType != type)
                {
                    throw KernelContext.Refuse($"Feature list: {name}, Index: {step}.  Data types don't match. Expected type: {type.Name()}");
                }
            }
        }

        return lists;
    }
}
