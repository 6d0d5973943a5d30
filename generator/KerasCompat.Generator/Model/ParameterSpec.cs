namespace KerasCompat.Generator.Model;

/// <summary>One parameter of one overload.</summary>
/// <param name="Name">The name, without <c>@</c>.</param>
/// <param name="Type">The type with its modifiers, as code writes it.</param>
/// <param name="Default">The default value as code writes it; null where the parameter must be given.</param>
/// <param name="Input">The input that it is; null for every other.</param>
/// <param name="Output">The output that it is; null for every other.</param>
internal sealed record ParameterSpec(string Name, string Type, string? Default = null, InputSpec? Input = null, OutputSpec? Output = null);
