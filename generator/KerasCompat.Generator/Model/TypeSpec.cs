using KerasCompat.Contracts;

namespace KerasCompat.Generator.Model;

/// <summary>The class that the user declared, as far as writing its other part needs it.</summary>
/// <param name="Namespace">The namespace; empty for the global one.</param>
/// <param name="Containers">
/// The types that the class is nested in, outermost first, as their declarations begin: <c>partial class Outer</c>.
/// </param>
/// <param name="Accessibility">As it is declared: <c>public</c>, <c>internal</c>, ...</param>
/// <param name="Keyword"><c>class</c> or <c>record</c>.</param>
/// <param name="Name">The name, without <c>@</c>.</param>
internal sealed record TypeSpec(string Namespace, EquatableArray<string> Containers, string Accessibility, string Keyword, string Name)
{
    /// <summary>The name of the generated interface.</summary>
    public string InterfaceName => $"I{Name}";
}
