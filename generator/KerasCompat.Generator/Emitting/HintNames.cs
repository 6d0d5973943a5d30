using System.Collections.Immutable;
using System.Globalization;
using KerasCompat.Contracts;
using KerasCompat.Generator.Model;

namespace KerasCompat.Generator.Emitting;

/// <summary>The names of generated files: those of the classes, which are unique and of characters that Roslyn takes.</summary>
internal static class HintNames
{
    /// <summary>The full name of a class.</summary>
    public static string Of(TypeSpec type) => string.Join(
        ".",
        new[] { type.Namespace }.Where(name => name.Length > 0)
            .Concat(type.Containers.Select(container => container.Substring(container.LastIndexOf(' ') + 1)))
            .Concat([type.Name])).Replace("@", "");

    /// <summary>The names that are one name to a file system that does not see case, as Roslyn asks of hint names.</summary>
    public static EquatableArray<string> DifferingInCaseAlone(ImmutableArray<string> names) => new(names
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Count() > 1)
        .SelectMany(group => group)
        .OrderBy(name => name, StringComparer.Ordinal));

    /// <summary>The name of the file of a class.</summary>
    /// <param name="type">The class.</param>
    /// <param name="differingInCaseAlone">The classes whose files would collide; each gets its place among them as a number.</param>
    public static string Of(TypeSpec type, EquatableArray<string> differingInCaseAlone)
    {
        string name = Of(type);
        int place = differingInCaseAlone.ToList().IndexOf(name);
        return place < 0 ? $"{name}.g.cs" : $"{name}.{place.ToString(CultureInfo.InvariantCulture)}.g.cs";
    }
}
