using System.Runtime.InteropServices;
using Google.Protobuf;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Examples;

/// <summary>The values of one feature of a <c>tf.Example</c> (tensorflow/core/example/feature.proto): bytes, floats or 64-bit integers.</summary>
internal sealed class Feature
{
    private readonly List<ReadOnlyMemory<byte>> _strings = [];
    private readonly List<float> _floats = [];
    private readonly List<long> _integers = [];

    private Feature(DType dtype) => DType = dtype;

    public DType DType { get; }

    public int Count => DType switch
    {
        DType.String => _strings.Count,
        DType.Float32 => _floats.Count,
        _ => _integers.Count,
    };

    /// <summary>Reads a feature; null for one without a kind, which counts as missing.</summary>
    public static Feature? Parse(ByteString message)
    {
        Feature? feature = null;
        CodedInputStream input = message.CreateCodedInput();
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            DType dtype = (tag >> 3) switch { 1 => DType.String, 2 => DType.Float32, 3 => DType.Int64, _ => DType.Invalid };
            if (dtype == DType.Invalid || (tag & 7) != 2)
            {
                input.SkipLastField();
                continue;
            }

            feature = new Feature(dtype);
            feature.ParseList(input.ReadBytes());
        }

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

    private void ParseList(ByteString message)
    {
        CodedInputStream input = message.CreateCodedInput();
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            bool packed = (tag & 7) == 2;
            if (tag >> 3 != 1)
            {
                input.SkipLastField();
            }
            else if (DType == DType.String)
            {
                _strings.Add(input.ReadBytes().Memory);
            }
            else if (!packed)
            {
                AddOne(input);
            }
            else
            {
                CodedInputStream values = input.ReadBytes().CreateCodedInput();
                while (!values.IsAtEnd)
                {
                    AddOne(values);
                }
            }
        }
    }

    private void AddOne(CodedInputStream input)
    {
        if (DType == DType.Float32)
        {
            _floats.Add(input.ReadFloat());
        }
        else
        {
            _integers.Add(input.ReadInt64());
        }
    }
}
