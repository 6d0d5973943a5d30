using FsCheck;
using FsCheck.Fluent;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Tests.Numpy;

/// <summary>Tensors of every element type that NumPy has, of any shape, with any bits.</summary>
public static class ArbitraryTensors
{
    private static readonly DType[] Fixed =
    [
        DType.Bool, DType.Int8, DType.UInt8, DType.Int16, DType.UInt16, DType.Int32, DType.UInt32, DType.Int64, DType.UInt64,
        DType.Float16, DType.Float32, DType.Float64, DType.BFloat16,
    ];

    private static readonly Gen<nint[]> Shapes =
        from rank in Gen.Choose(0, 4)
        from sizes in Gen.Choose(0, 4).ArrayOf(rank)
        select Array.ConvertAll(sizes, s => (nint)s);

    private static readonly Gen<ModelTensor> Numbers =
        from dtype in Gen.Elements(Fixed)
        from shape in Shapes
        from bytes in Gen.Choose(0, dtype == DType.Bool ? 1 : 255).Select(b => (byte)b).ArrayOf(Count(shape) * dtype.Size())
        select ModelTensor.FromBytes(dtype, shape, bytes);

    /// <summary>NumPy's fixed-width strings cannot end with a zero byte.</summary>
    private static readonly Gen<ReadOnlyMemory<byte>> Elements =
        from length in Gen.Choose(0, 5)
        from bytes in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(length)
        select (ReadOnlyMemory<byte>)(bytes is [.., 0] ? [.. bytes, 1] : bytes);

    private static readonly Gen<ModelTensor> Strings =
        from shape in Shapes
        from elements in Elements.ArrayOf(Count(shape))
        select ModelTensor.FromStrings(shape, elements);

    public static Arbitrary<ModelTensor> Tensor() => Gen.OneOf(Numbers, Strings).ToArbitrary();

    /// <summary>Whether two tensors have the same type, shape and bits.</summary>
    public static bool Same(ModelTensor first, ModelTensor second)
    {
        if (first.DType != second.DType || !first.Shape.SequenceEqual(second.Shape) || !first.Bytes.Span.SequenceEqual(second.Bytes.Span))
        {
            return false;
        }

        for (int i = 0; i < first.Strings.Length; i++)
        {
            if (!first.Strings[i].Span.SequenceEqual(second.Strings[i].Span))
            {
                return false;
            }
        }

        return first.Strings.Length == second.Strings.Length;
    }

    private static int Count(nint[] shape) => shape.Aggregate(1, (product, size) => product * (int)size);
}
