using System.Globalization;
using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Emitting;
using KerasCompat.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Parsing;

/// <summary>Compares a declared method with the overload that it stands for, parameter by parameter.</summary>
internal sealed class DeclaredMethodComparison
{
    private readonly ClientClass _client;
    private readonly SignatureSpec _signature;
    private readonly DeclaredMethod _method;
    private readonly OverloadForm _form;
    private readonly List<DiagnosticInfo> _diagnostics;
    private readonly List<ParameterSpec> _expected;

    public DeclaredMethodComparison(
        ClientClass client, SignatureSpec signature, DeclaredMethod method, OverloadForm form, List<DiagnosticInfo> diagnostics)
    {
        _client = client;
        _signature = signature;
        _method = method;
        _form = form;
        _diagnostics = diagnostics;
        _expected = [.. Overloads.Parameters(signature, form)];
    }

    /// <summary>Reports every difference, each where it is mended.</summary>
    /// <returns>
    /// What is to be generated in place of the overload: the other part of the declaration, also where only names or order are wrong, so
    /// that C# has nothing to add; nothing, where C# would take both for one method; null where the declaration does not touch the overload.
    /// </returns>
    public DeclaredOverload? Report()
    {
        bool sameReturnType = ReturnType();
        int[] places = Places();
        var matched = new HashSet<int>(places.Where(place => place >= 0));
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] >= 0)
            {
                Type(_method.Parameters[i], _expected[places[i]]);
                continue;
            }

            // The parameter stands where one of another name belongs that is nowhere else: it is that one, misnamed.
            if (i < _expected.Count && matched.Add(i))
            {
                Misnamed(_method.Parameters[i], _expected[i]);
            }
            else
            {
                Extra(_method.Parameters[i]);
            }
        }

        for (int i = 0; i < _expected.Count; i++)
        {
            if (!matched.Contains(i))
            {
                Missing(_expected[i]);
            }
        }

        Order(places);
        bool sameTypes = _method.Parameters.Count == _expected.Count
            && _method.Parameters.Zip(_expected, (declared, expected) => Same(declared.Type, expected.Type)).All(same => same);
        return sameTypes && _method.Name == Overloads.Name(_signature, _form)
            ? new(_form, sameReturnType ? _method.Modifiers : null)
            : null;
    }

    private static string Short(string type) => type
        .Replace("global::System.Numerics.Tensors.", "")
        .Replace("global::System.Threading.Tasks.", "")
        .Replace("global::System.Threading.", "")
        .Replace("global::System.", "")
        .Replace("global::KerasCompat.", "");

    private static bool Same(string left, string right) => left.Replace("?", "") == right.Replace("?", "");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Describe(ParameterSpec parameter) =>
        parameter.Input is { } input ? Tensor(input.DType, input.Shape)
        : parameter.Output is { } output ? Tensor(output.DType, output.Shape)
        : "a token that stops the call";

    private static string Tensor(string dtype, ShapeSpec shape) => $"{dtype.ToLowerInvariant()}{shape.Text}";

    private static string Key(ParameterSpec parameter) => parameter.Input?.Key ?? parameter.Output?.Key ?? parameter.Name;

    // For each declared parameter the expected one that it names, by key or by name; -1 where it names none.
    private int[] Places()
    {
        var taken = new HashSet<int>();
        return [.. _method.Parameters.Select(parameter =>
        {
            int place = parameter.Key is null
                ? _expected.FindIndex(expected => expected.Name == parameter.Name)
                : _expected.FindIndex(expected => expected.Input?.Key == parameter.Key);
            return place >= 0 && taken.Add(place) ? place : -1;
        })];
    }

    private bool ReturnType()
    {
        string expected = Overloads.ReturnType(_signature, _form);
        string suffix = _signature.ResultName is null ? "" : $".{_signature.ResultName}";
        bool matches = Same(_method.ReturnType, expected)
            || (suffix.Length > 0 && Same(_method.ReturnType.Replace($"global::{FullName()}{suffix}", _signature.ResultName!), expected));
        if (!matches)
        {
            Add(
                DeclarationRules.ReturnTypeWrong,
                _method.ReturnTypeLocation,
                _method.Name,
                Short(expected),
                Short(_method.ReturnType),
                _client.ModelPath,
                _signature.Key);
        }

        return matches;
    }

    private string FullName() => string.Join(
        ".",
        new[] { _client.Type.Namespace }.Where(name => name.Length > 0)
            .Concat(_client.Type.Containers.Select(container => container.Substring(container.LastIndexOf(' ') + 1)))
            .Concat([_client.Type.Name]));

    private void Type(DeclaredParameter parameter, ParameterSpec expected)
    {
        if (!Same(parameter.Type, expected.Type))
        {
            Add(
                DeclarationRules.ParameterMistyped,
                parameter.Location,
                parameter.Name,
                Short(expected.Type),
                Short(parameter.Type),
                _client.ModelPath,
                Key(expected),
                Describe(expected));
        }
    }

    private void Misnamed(DeclaredParameter parameter, ParameterSpec expected)
    {
        DiagnosticInfo diagnostic = Create(
            DeclarationRules.ParameterMisnamed,
            parameter.Location,
            parameter.Name,
            expected.Name,
            _client.ModelPath,
            _signature.Key,
            Key(expected),
            Literals.String(Key(expected)));
        _diagnostics.Add(expected.Input is { } input ? diagnostic.With(DiagnosticProperties.Key, input.Key) : diagnostic);
        Type(parameter, expected);
    }

    private void Extra(DeclaredParameter parameter) =>
        Add(DeclarationRules.ParameterExtra, parameter.Location, parameter.Name, _client.ModelPath, _signature.Key, Inputs());

    private void Missing(ParameterSpec expected) => Add(
        DeclarationRules.ParameterMissing,
        _method.Location,
        _method.Name,
        expected.Name,
        _client.ModelPath,
        _signature.Key,
        Key(expected),
        Describe(expected),
        Short(expected.Type));

    private void Order(int[] places)
    {
        int highest = -1;
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] >= 0 && places[i] < highest)
            {
                Add(
                    DeclarationRules.ParameterMisordered,
                    _method.Parameters[i].Location,
                    _method.Parameters[i].Name,
                    Text(places[i] + 1),
                    Text(i + 1),
                    _client.ModelPath,
                    _signature.Key,
                    string.Join(", ", _expected.Select(expected => expected.Name)));
            }

            highest = Math.Max(highest, places[i]);
        }
    }

    private string Inputs() => _signature.Inputs.Count == 0
        ? "no inputs"
        : $"inputs {ClientParser.Keys(_signature.Inputs.Select(input => input.Key))}";

    private void Add(DiagnosticDescriptor rule, LocationInfo? location, params string[] arguments) =>
        _diagnostics.Add(Create(rule, location, arguments));

    private DiagnosticInfo Create(DiagnosticDescriptor rule, LocationInfo? location, params string[] arguments) =>
        DiagnosticInfo.Create(rule, location, arguments).With(DiagnosticProperties.Declaration, Declaration());

    // The parameters as the model has them, for the fix that writes the declaration anew.
    private string Declaration() =>
        $"{Overloads.ReturnType(_signature, _form)} {Overloads.Name(_signature, _form)}("
        + string.Join(", ", _expected.Select(expected => $"{expected.Type} {Identifiers.Escape(expected.Name)}")) + ")";
}
