namespace KerasCompat.Generator.Model;

/// <summary>The C# type of a tensor's elements.</summary>
/// <param name="Name">The type as generated code writes it: <c>float</c>, <c>global::System.Half</c>.</param>
/// <param name="IsString">Whether the elements are TensorFlow's strings: bytes of any length.</param>
/// <param name="Remark">What a reader should know of the choice of type, as a sentence; null where it is plain.</param>
internal sealed record ElementType(string Name, bool IsString = false, string? Remark = null);
