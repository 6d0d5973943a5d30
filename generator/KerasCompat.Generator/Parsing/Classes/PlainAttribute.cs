using System.Collections.Immutable;
using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.Generator.Parsing.Classes;

/// <summary>An attribute of KerasCompat whose arguments are literals.</summary>
/// <param name="Name">Which attribute (<see cref="KerasAttributes.Find"/>).</param>
/// <param name="Syntax">The attribute.</param>
/// <param name="Arguments">The arguments of the constructor.</param>
/// <param name="Texts">The properties that are strings, by name.</param>
/// <param name="Lists">The properties that are lists of strings, by name.</param>
internal sealed record PlainAttribute(
    string Name,
    AttributeSyntax Syntax,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Texts,
    IReadOnlyDictionary<string, EquatableArray<string>> Lists)
{
    /// <summary>Where it stands.</summary>
    public LocationInfo? Location => LocationInfo.From(Syntax);

    /// <summary>The attributes of KerasCompat that a declaration carries; null where an argument is no literal, or a name may be an alias.</summary>
    public static IReadOnlyList<PlainAttribute>? Of(TypeDeclarationSyntax type, ImmutableHashSet<string> aliases)
    {
        var attributes = new List<PlainAttribute>();
        foreach (AttributeListSyntax list in type.AttributeLists)
        {
            foreach (AttributeSyntax syntax in list.Attributes)
            {
                SyntaxToken name = KerasAttributes.LastName(syntax.Name);
                if (AttributeAliases.MayBe(aliases, name.ValueText))
                {
                    return null;
                }

                if (KerasAttributes.Find(name.ValueText) is not { } known)
                {
                    continue;
                }

                // C# adds no "Attribute" to a name behind an @.
                if (list.Target is not null || name.IsVerbatimIdentifier() || Read(known, syntax) is not { } attribute)
                {
                    return null;
                }

                attributes.Add(attribute);
            }
        }

        return attributes;
    }

    /// <summary>The value of a property that is a string; null where it is not set.</summary>
    public string? Text(string property) => Texts.TryGetValue(property, out string value) ? value : null;

    /// <summary>Whether all properties that are set are among these, and of their kind.</summary>
    public bool Has(string[] properties, bool areLists) => areLists
        ? Texts.Count == 0 && Lists.Keys.All(properties.Contains)
        : Lists.Count == 0 && Texts.Keys.All(properties.Contains);

    private static PlainAttribute? Read(string name, AttributeSyntax syntax)
    {
        var arguments = new List<string>();
        var texts = new Dictionary<string, string>();
        var lists = new Dictionary<string, EquatableArray<string>>();
        foreach (AttributeArgumentSyntax argument in syntax.ArgumentList?.Arguments ?? default)
        {
            string? text = Literal(argument.Expression);
            switch (argument)
            {
                case { NameColon: not null }:
                    return null;
                case { NameEquals: null } when text is not null:
                    arguments.Add(text);
                    break;
                case { NameEquals.Name.Identifier.ValueText: { } property } when text is not null:
                    texts[property] = text;
                    break;
                case { NameEquals.Name.Identifier.ValueText: { } property } when List(argument.Expression) is { } list:
                    lists[property] = list;
                    break;
                default:
                    return null;
            }
        }

        return new(name, syntax, arguments, texts, lists);
    }

    private static string? Literal(ExpressionSyntax expression) =>
        expression is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal ? literal.Token.Value as string : null;

    private static EquatableArray<string>? List(ExpressionSyntax expression)
    {
        IEnumerable<string?>? texts = expression switch
        {
            CollectionExpressionSyntax list => list.Elements.Select(element => element is ExpressionElementSyntax item ? Literal(item.Expression) : null),
            ImplicitArrayCreationExpressionSyntax { Commas.Count: 0 } array => array.Initializer.Expressions.Select(Literal),
            _ => null,
        };
        string?[]? values = texts?.ToArray();
        return values is null || values.Contains(null) ? null : new EquatableArray<string>(values!);
    }
}
