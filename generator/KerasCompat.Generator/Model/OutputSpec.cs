namespace KerasCompat.Generator.Model;

/// <summary>One output of a generated method.</summary>
/// <param name="Key">The key in the signature.</param>
/// <param name="PropertyName">The property of the result type.</param>
/// <param name="BytesPropertyName">The property that holds the bytes of a string output; null for every other.</param>
/// <param name="ParameterName">The parameter of the overload that writes into the caller's tensors, without <c>@</c>.</param>
/// <param name="Element">The type of the elements.</param>
/// <param name="DType">The member of <c>KerasCompat.Contracts.DType</c>.</param>
/// <param name="Shape">The shape.</param>
internal sealed record OutputSpec(
    string Key, string PropertyName, string? BytesPropertyName, string ParameterName, ElementType Element, string DType, ShapeSpec Shape);
