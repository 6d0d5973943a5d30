using KerasCompat.Generator.Diagnostics;

namespace KerasCompat.Generator.Model;

/// <summary>A <c>[KerasSignature]</c> of the class.</summary>
/// <param name="Signature">The key of the signature.</param>
/// <param name="MethodName">The name of its method; null where the attribute gives none.</param>
/// <param name="Location">Where the attribute stands.</param>
internal sealed record GivenMethodName(string Signature, string? MethodName, LocationInfo? Location);
