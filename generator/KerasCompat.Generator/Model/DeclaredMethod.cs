using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;

namespace KerasCompat.Generator.Model;

/// <summary>A partial method that the user declared without a body, to be implemented exactly so.</summary>
/// <param name="Name">The name.</param>
/// <param name="Signature">The key of its <c>[KerasSignature]</c>; null where it has none.</param>
/// <param name="Modifiers">The modifiers, as both parts must have them.</param>
/// <param name="ReturnType">The return type, as C# writes it in full; of a type that is yet to be generated, its bare name.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Location">Where the name stands.</param>
/// <param name="ReturnTypeLocation">Where the return type stands.</param>
internal sealed record DeclaredMethod(
    string Name,
    string? Signature,
    string Modifiers,
    string ReturnType,
    EquatableArray<DeclaredParameter> Parameters,
    LocationInfo? Location,
    LocationInfo? ReturnTypeLocation);
