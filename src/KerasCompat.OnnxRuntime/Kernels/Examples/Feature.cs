using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Examples;

/// <summary>The values of one feature of a <c>tf.Example</c> (tensorflow/core/example/feature.proto): bytes, floats or 64-bit integers.</summary>
internal sealed class Feature
{
    private readonly List<ReadOnlyMemory<byte>> _strings = [];
    private List<float> _floats = [];
    private List<long> _integers = [];

    private Feature(DType dtype) => DType = dtype;

    public DType DType { get; }

    public int Count => DType switch
    {
        DType.String => _strings.Count,
        DType.Float32 => _floats.Count,
        _ => _integers.Count,
    };

    /// <summary>Reads the feature that is the value of the current field; null for one without a kind, which counts as missing.</summary>
    public static Feature? Read(WireReader reader)
    {
        Feature? feature = null;
        long outer = reader.Enter();
        while (reader.Next())
        {
            DType dtype = reader.Field switch { 1 => DType.String, 2 => DType.Float32, 3 => DType.Int64, _ => DType.Invalid };
            if (dtype != DType.Invalid)
            {
                feature = new Feature(dtype);
                feature.ReadList(reader);
            }
        }

        reader.Leave(outer);
        return feature;
    }

    /// <summary>Copies all values, in order.</summary>
    public void CopyTo(HostTensor tensor, int at)
    {
        switch (DType)
        {
            case DType.String:
                CollectionsMarshal.AsSpan(_strings).CopyTo(tensor.Strings[at..]);
                break;
            case DType.Float32:
                CollectionsMarshal.AsSpan(_floats).CopyTo(tensor.Values<float>()[at..]);
                break;
            default:
                CollectionsMarshal.AsSpan(_integers).CopyTo(tensor.Values<long>()[at..]);
                break;
        }
    }

    private void ReadList(WireReader reader)
    {
        long outer = reader.Enter();
        while (reader.Find(1))
        {
            switch (DType)
            {
                case DType.String:
                    _strings.Add(reader.Bytes());
                    break;
                case DType.Float32:
                    _floats = reader.FloatOrPacked(_floats);
                    break;
                default:
                    _integers = reader.VarintOrPacked(_integers);
                    break;
            }
        }

        reader.Leave(outer);
    }
}
