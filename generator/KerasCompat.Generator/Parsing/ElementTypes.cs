using KerasCompat.Contracts;
using KerasCompat.Generator.Model;

namespace KerasCompat.Generator.Parsing;

/// <summary>Which C# type the elements of a tensor have.</summary>
internal static class ElementTypes
{
    private static readonly ElementType BFloat16 = new(
        "ushort", Remark: "Each element is the bits of a bfloat16, for which .NET has no type: the upper half of those of a float.");

    private static readonly ElementType String = new("string", IsString: true);

    /// <summary>The C# type of an element type, or null where there is none of the same values.</summary>
    public static ElementType? Find(DType dtype) => dtype switch
    {
        DType.Bool => new("bool"),
        DType.Int8 => new("sbyte"),
        DType.UInt8 => new("byte"),
        DType.Int16 => new("short"),
        DType.UInt16 => new("ushort"),
        DType.Int32 => new("int"),
        DType.UInt32 => new("uint"),
        DType.Int64 => new("long"),
        DType.UInt64 => new("ulong"),
        DType.Float16 => new("global::System.Half"),
        DType.Float32 => new("float"),
        DType.Float64 => new("double"),
        DType.Complex128 => new("global::System.Numerics.Complex"),
        DType.BFloat16 => BFloat16,
        DType.String => String,
        _ => null,
    };
}
