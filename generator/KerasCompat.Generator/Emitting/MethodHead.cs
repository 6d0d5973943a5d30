using System.Globalization;
using KerasCompat.Contracts;
using KerasCompat.Generator.Model;
using KerasCompat.Generator.Parsing;

namespace KerasCompat.Generator.Emitting;

/// <summary>Writes the head of an overload.</summary>
internal static class MethodHead
{
    /// <summary>Writes the head; its parameters each on a line of its own where there are several.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="head">What stands before the parameters: modifiers, return type, name.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="form">The overload.</param>
    /// <param name="withDefaults">Whether default values are written; the implementing part of a partial method has none.</param>
    /// <param name="end">What stands behind the parameters.</param>
    public static void Write(SourceWriter writer, string head, SignatureSpec signature, OverloadForm form, bool withDefaults, string end = "")
    {
        string[] parameters = [.. Overloads.Parameters(signature, form).Select(parameter => Shape(parameter) + Parameter(parameter, withDefaults))];
        if (parameters.Length < 2)
        {
            writer.Line($"{head}({string.Concat(parameters)}){end}");
            return;
        }

        writer.Line($"{head}(");
        writer.Indent();
        for (int i = 0; i < parameters.Length - 1; i++)
        {
            writer.Line($"{parameters[i]},");
        }

        writer.Line($"{parameters[parameters.Length - 1]}){end}");
        writer.Unindent();
    }

    /// <summary>Sizes as code lists them.</summary>
    public static string Sizes(EquatableArray<long> dimensions) =>
        string.Join(", ", dimensions.Select(dimension => dimension.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A parameter without its attributes.</summary>
    public static string Parameter(ParameterSpec parameter, bool withDefault)
    {
        string value = withDefault && parameter.Default is not null ? $" = {parameter.Default}" : "";
        return $"{parameter.Type} {Identifiers.Escape(parameter.Name)}{value}";
    }

    // Tells the analyzer, in whichever assembly the caller is, what the parameter takes.
    private static string Shape(ParameterSpec parameter)
    {
        ShapeSpec? shape = parameter.Input is { IsSparse: true } ? null : parameter.Input?.Shape ?? parameter.Output?.Shape;
        return shape is { HasRank: true, IsScalar: false } ? $"[{Names.KerasShape}({Sizes(shape.Dimensions)})] " : "";
    }
}
