using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.StringOps;

/// <summary>Attributes and tensors that the tests of string kernels need.</summary>
internal static class KernelStrings
{
    /// <summary>A vector of strings of any bytes.</summary>
    public static ConstantTensor Bytes(params byte[][] values) => new([values.Length], [.. values.Select(value => (ReadOnlyMemory<byte>)value)]);

    public static AttrValue Text(string value) => new() { S = Google.Protobuf.ByteString.CopyFromUtf8(value) };

    public static AttrValue Flag(bool value) => new() { B = value };

    public static AttrValue Texts(params string[] values)
    {
        var list = new AttrValue.Types.ListValue();
        list.S.Add(values.Select(Google.Protobuf.ByteString.CopyFromUtf8));
        return new AttrValue { List = list };
    }

    public static AttrValue Types(params Contracts.DType[] values)
    {
        var list = new AttrValue.Types.ListValue();
        list.Type.Add(values.Select(value => (int)value));
        return new AttrValue { List = list };
    }
}
