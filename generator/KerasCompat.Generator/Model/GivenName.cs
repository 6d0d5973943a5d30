using KerasCompat.Generator.Diagnostics;

namespace KerasCompat.Generator.Model;

/// <summary>A <c>[KerasName]</c> of the class.</summary>
/// <param name="Key">The key of the input or output.</param>
/// <param name="Name">The name in C#.</param>
/// <param name="Signature">The only signature that is meant; null for all.</param>
/// <param name="Location">Where the attribute stands.</param>
internal sealed record GivenName(string Key, string Name, string? Signature, LocationInfo? Location);
