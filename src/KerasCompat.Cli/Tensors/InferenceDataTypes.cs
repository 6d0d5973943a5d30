using KerasCompat.Contracts;

namespace KerasCompat.Cli.Tensors;

/// <summary>The element types as the Open Inference Protocol names them (KServe v2, "Tensor Data Types").</summary>
internal static class InferenceDataTypes
{
    private static readonly (string Name, DType DType)[] Names =
    [
        ("BOOL", DType.Bool),
        ("UINT8", DType.UInt8),
        ("UINT16", DType.UInt16),
        ("UINT32", DType.UInt32),
        ("UINT64", DType.UInt64),
        ("INT8", DType.Int8),
        ("INT16", DType.Int16),
        ("INT32", DType.Int32),
        ("INT64", DType.Int64),
        ("FP16", DType.Float16),
        ("FP32", DType.Float32),
        ("FP64", DType.Float64),
        ("BF16", DType.BFloat16),
        ("BYTES", DType.String),
    ];

    /// <summary>The protocol's name of an element type, or null where it has none.</summary>
    public static string? NameOf(DType dtype) => Array.Find(Names, n => n.DType == dtype).Name;

    /// <summary>The element type of a name, or <see cref="DType.Invalid"/>.</summary>
    public static DType Parse(string name) => Array.Find(Names, n => n.Name == name).DType;
}
