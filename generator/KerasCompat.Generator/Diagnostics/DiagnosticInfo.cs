using System.Collections.Immutable;
using System.Globalization;
using KerasCompat.Contracts;
using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Diagnostics;

/// <summary>A diagnostic as the pipeline carries it: comparable, and without anything of a compilation.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Location">Where; null where no code of the user is concerned.</param>
/// <param name="Arguments">The arguments of the rule's message.</param>
/// <param name="Properties">What a code fix needs to know, as pairs of name and value.</param>
internal sealed record DiagnosticInfo(
    string Id, LocationInfo? Location, EquatableArray<string> Arguments, EquatableArray<string> Properties = default)
{
    /// <summary>What the diagnostic says.</summary>
    public string Message => string.Format(CultureInfo.InvariantCulture, Rules.Find(Id).MessageFormat.ToString(CultureInfo.InvariantCulture), [.. Arguments]);

    /// <summary>A diagnostic of a rule.</summary>
    public static DiagnosticInfo Create(DiagnosticDescriptor rule, LocationInfo? location, params string[] arguments) =>
        new(rule.Id, location, new(arguments));

    /// <summary>The same diagnostic with something for its code fix.</summary>
    public DiagnosticInfo With(string property, string value) => this with { Properties = new([.. Properties, property, value]) };

    /// <summary>The diagnostic as Roslyn reports it.</summary>
    /// <param name="location">Its place in the compilation.</param>
    public Diagnostic ToDiagnostic(Location location)
    {
        ImmutableDictionary<string, string?>.Builder properties = ImmutableDictionary.CreateBuilder<string, string?>();
        for (int i = 0; i < Properties.Count; i += 2)
        {
            properties[Properties[i]] = Properties[i + 1];
        }

        return Diagnostic.Create(Rules.Find(Id), location, properties.ToImmutable(), [.. Arguments]);
    }
}
