namespace KerasCompat.Generator.Model;

/// <summary>One input of a generated method.</summary>
/// <param name="Key">The key in the signature.</param>
/// <param name="Name">The parameter, without <c>@</c>.</param>
/// <param name="Element">The type of the elements.</param>
/// <param name="DType">The member of <c>KerasCompat.Contracts.DType</c>.</param>
/// <param name="Shape">The shape.</param>
/// <param name="SharesBatch">Whether an unknown first dimension must agree with that of the other inputs.</param>
/// <param name="IsSparse">Whether it is a sparse tensor: one parameter, whose three parts are passed as three tensors.</param>
/// <param name="Default">The value that is used when the caller gives none; null where the input must be given.</param>
internal sealed record InputSpec(
    string Key, string Name, ElementType Element, string DType, ShapeSpec Shape, bool SharesBatch, bool IsSparse, DefaultSpec? Default)
{
    /// <summary>Whether the parameter is a plain value.</summary>
    public bool IsScalar => !IsSparse && Shape.IsScalar;

    /// <summary>Whether the default cannot stand in the parameter list: the parameter is then null where it was left out.</summary>
    public bool HasNullDefault => Default is not null && !(IsScalar && Default.IsConstant);

    /// <summary>How many tensors are passed to the engine.</summary>
    public int Parts => IsSparse ? 3 : 1;
}
