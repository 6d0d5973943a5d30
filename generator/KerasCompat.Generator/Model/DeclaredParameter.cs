using KerasCompat.Generator.Diagnostics;

namespace KerasCompat.Generator.Model;

/// <summary>A parameter of a declared partial method.</summary>
/// <param name="Name">The name, without <c>@</c>.</param>
/// <param name="Key">The key of its <c>[KerasName]</c>; null where it has none.</param>
/// <param name="Type">The type with its modifiers, as C# writes it in full.</param>
/// <param name="Location">Where the parameter stands.</param>
internal sealed record DeclaredParameter(string Name, string? Key, string Type, LocationInfo? Location);
