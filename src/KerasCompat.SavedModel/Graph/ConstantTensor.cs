using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Graph;

/// <summary>A tensor's value held in memory: TensorFlow's <c>TensorProto</c>, decoded.</summary>
public sealed class ConstantTensor
{
    // Shapes and axes, of which a graph has hundreds, are their own keys.
    private const int LongestInKey = 64;
    private const string HexDigits = "0123456789abcdef";

    private string? _contentKey;

    /// <summary>A tensor of elements of fixed size.</summary>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The shape; fully known.</param>
    /// <param name="bytes">The elements in row-major order, little-endian.</param>
    public ConstantTensor(DType dtype, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes)
    {
        DType = dtype;
        Shape = shape;
        Bytes = bytes;
        Strings = [];
        ElementCount = Count(shape);
        if (dtype.Size() == 0 || bytes.Length != ElementCount * dtype.Size())
        {
            throw new ArgumentException($"{bytes.Length} bytes are not a tensor of {dtype.Name()}{new TensorShape([.. shape])}.", nameof(bytes));
        }
    }

    /// <summary>A tensor of strings.</summary>
    /// <param name="shape">The shape; fully known.</param>
    /// <param name="strings">The elements in row-major order.</param>
    public ConstantTensor(IReadOnlyList<long> shape, IReadOnlyList<ReadOnlyMemory<byte>> strings)
    {
        DType = DType.String;
        Shape = shape;
        Strings = strings;
        ElementCount = Count(shape);
        if (strings.Count != ElementCount)
        {
            throw new ArgumentException($"{strings.Count} strings are not a tensor of shape {new TensorShape([.. shape])}.", nameof(strings));
        }
    }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The shape; fully known.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The number of elements.</summary>
    public long ElementCount { get; }

    /// <summary>The elements in row-major order, little-endian; empty for strings.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The elements of a string tensor in row-major order; empty for others.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Strings { get; }

    /// <summary>Equal for tensors of equal type, shape and elements.</summary>
    public string ContentKey => _contentKey ??= MakeContentKey();

    /// <summary>The elements of a tensor of fixed-size elements.</summary>
    /// <typeparam name="T">A type of the element's size.</typeparam>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes.Span);

    /// <summary>Decodes a <c>TensorProto</c> (tensorflow/core/framework/tensor.proto): packed content, or values of which the last one repeats.</summary>
    /// <param name="proto">The message.</param>
    /// <exception cref="ModelFormatException">Its content does not fit its shape, or its element type has no value form.</exception>
    internal static ConstantTensor FromProto(TensorProto proto)
    {
        TensorValue value = proto.Unpack(problem => Malformed(proto, problem));
        if (proto.DType == DType.String)
        {
            return new ConstantTensor(proto.Shape.Dimensions, value.Strings);
        }

        return proto.DType.Size() > 0
            ? new ConstantTensor(proto.DType, proto.Shape.Dimensions, value.Bytes)
            : throw Malformed(proto, $"a constant of {proto.DType.Name()} has no value form");
    }

    /// <inheritdoc/>
    public override string ToString() => DType.Name() + new TensorShape([.. Shape]);

    private static ModelFormatException Malformed(TensorProto proto, string problem) =>
        new("saved_model.pb", $"a constant of data type {(int)proto.DType}", problem, "Save the model again.");

    private static long Count(IReadOnlyList<long> shape)
    {
        long count = 1;
        foreach (long size in shape)
        {
            count = checked(count * size);
        }

        return count;
    }

    private string MakeContentKey()
    {
        ReadOnlySpan<byte> content = DType == DType.String ? HashStrings() : Bytes.Length <= LongestInKey ? Bytes.Span : SHA256.HashData(Bytes.Span);
        var key = new StringBuilder(DType.Name());
        foreach (long size in Shape)
        {
            key.Append(',').Append(size);
        }

        key.Append(':');
        foreach (byte part in content)
        {
            key.Append(HexDigits[part >> 4]).Append(HexDigits[part & 15]);
        }

        return key.ToString();
    }

    private byte[] HashStrings()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ReadOnlyMemory<byte> text in Strings)
        {
            hash.AppendData(BitConverter.GetBytes(text.Length));
            hash.AppendData(text.Span);
        }

        return hash.GetHashAndReset();
    }
}
