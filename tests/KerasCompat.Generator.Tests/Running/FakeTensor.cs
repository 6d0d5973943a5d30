using System.Runtime.InteropServices;
using System.Text;
using KerasCompat.Contracts;

namespace KerasCompat.Generator.Tests.Running;

/// <summary>A tensor that went into or comes out of the <see cref="FakeEngine"/>.</summary>
internal sealed record FakeTensor(string Key, DType DType, nint[] Shape)
{
    public byte[] Bytes { get; init; } = new byte[Count(Shape) * DType.Size()];

    public ReadOnlyMemory<byte>[] Strings { get; init; } = new ReadOnlyMemory<byte>[Count(Shape)];

    public static FakeTensor Of<T>(string key, DType dtype, nint[] shape, params T[] elements)
        where T : unmanaged => new(key, dtype, shape) { Bytes = MemoryMarshal.AsBytes<T>(elements).ToArray() };

    public static FakeTensor OfStrings(string key, nint[] shape, params byte[][] elements) =>
        new(key, DType.String, shape) { Strings = [.. elements.Select(element => new ReadOnlyMemory<byte>(element))] };

    public T[] Elements<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes).ToArray();

    /// <summary>Key, shape and elements, as tests compare them.</summary>
    public string Describe<T>()
        where T : unmanaged => FormattableString.Invariant($"{Key}: {DType.Name()}[{string.Join(',', Shape)}] {{ {string.Join(", ", Elements<T>())} }}");

    /// <summary>Key, shape and texts, as tests compare them.</summary>
    public string DescribeStrings() =>
        $"{Key}: string[{string.Join(',', Shape)}] {{ {string.Join(", ", Strings.Select(text => Encoding.Latin1.GetString(text.Span)))} }}";

    private static int Count(nint[] shape) => (int)shape.Aggregate((nint)1, (product, length) => product * length);
}
