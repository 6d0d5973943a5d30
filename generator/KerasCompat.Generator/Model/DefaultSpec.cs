using KerasCompat.Contracts;

namespace KerasCompat.Generator.Model;

/// <summary>The value of an input that a caller may leave out.</summary>
/// <param name="Elements">C# expressions of the elements, in row-major order.</param>
/// <param name="Shape">The sizes of the value's dimensions.</param>
/// <param name="IsConstant">Whether it can stand in the parameter list itself: one element of a type that has constants.</param>
internal sealed record DefaultSpec(EquatableArray<string> Elements, EquatableArray<long> Shape, bool IsConstant);
