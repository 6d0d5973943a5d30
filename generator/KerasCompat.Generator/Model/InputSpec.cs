namespace KerasCompat.Generator.Model;

/// <summary>One input of a generated method.</summary>
/// <param name="Key">The key in the signature.</param>
/// <param name="Name">The parameter, without <c>@</c>.</param>
/// <param name="Element">The type of the elements.</param>
/// <param name="DType">The member of <c>KerasCompat.Contracts.DType</c>.</param>
/// <param name="Shape">The shape.</param>
/// <param name="SharesBatch">Whether an unknown first dimension must agree with that of the other inputs.</param>
/// <param name="Default">The value that is used when the caller gives none; null where the input must be given.</param>
internal sealed record InputSpec(
    string Key, string Name, ElementType Element, string DType, ShapeSpec Shape, bool SharesBatch, DefaultSpec? Default);
