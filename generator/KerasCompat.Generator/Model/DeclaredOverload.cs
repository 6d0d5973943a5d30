namespace KerasCompat.Generator.Model;

/// <summary>One of the overloads that the user declared as a partial method, so that the generated part only implements it.</summary>
/// <param name="Form">Which of the overloads.</param>
/// <param name="Modifiers">
/// The modifiers of the declaration, which both parts must have: <c>public partial</c>. Null where the declaration is wrong in a way that
/// leaves no room for the overload.
/// </param>
internal sealed record DeclaredOverload(OverloadForm Form, string? Modifiers);
