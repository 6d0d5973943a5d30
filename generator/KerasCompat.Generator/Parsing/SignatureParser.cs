using System.Text.RegularExpressions;
using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Emitting;
using KerasCompat.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Parsing;

/// <summary>Turns the signatures of one client into specs: finds names for everything, and types.</summary>
internal sealed class SignatureParser
{
    private const string ServingDefault = "serving_default";

    // Keras 2 passes the parts of a ragged or sparse input as args_0, args_0_1, args_0_2: their first dimensions need not agree.
    private static readonly Regex PartOfComposite = new(@"^args_[0-9]+_[0-9]+$", RegexOptions.CultureInvariant);

    private readonly ClientClass _client;
    private readonly ModelContract _contract;
    private readonly List<DiagnosticInfo> _diagnostics;
    private readonly MemberNames _members;

    public SignatureParser(ClientClass client, ModelContract contract, List<DiagnosticInfo> diagnostics)
    {
        _client = client;
        _contract = contract;
        _diagnostics = diagnostics;
        _members = new MemberNames(client);
    }

    /// <summary>The names of what the client keeps beside its signatures.</summary>
    public StateNames State => _members.State;

    /// <summary>Which signatures choose their names first: those that the user named, then the one that servers call by default.</summary>
    public int Precedence(SignatureContract signature) => GivenMethod(signature) is not null ? 0 : signature.Key == ServingDefault ? 1 : 2;

    /// <summary>The spec of a signature that can be called.</summary>
    public SignatureSpec Parse(SignatureContract signature)
    {
        string wanted = MethodName(signature);
        string method = _members.Take(wanted, signature.Key, out string? holder);
        if (method != wanted)
        {
            _diagnostics.Add(DiagnosticInfo.Create(
                NameRules.MethodCollision,
                _client.Location,
                _client.ModelPath,
                holder ?? wanted,
                signature.Key,
                wanted,
                method,
                Literals.String(signature.Key))
                .With(DiagnosticProperties.Key, signature.Key)
                .With(DiagnosticProperties.Replacement, method));
        }

        string? result = signature.Outputs.Count > 0 ? MemberNames.Result(method) : null;
        var parameters = new NameScope(["cancellationToken"]);
        Dictionary<string, string> names = GivenFirst(signature.Inputs, signature).ToDictionary(
            input => input.Key,
            input => Take(parameters, input, signature, Given(input, signature) ?? Identifiers.Camel(input.Key, "input")));
        var inputs = new List<InputSpec>();
        foreach (TensorContract input in signature.Inputs)
        {
            inputs.Add(new(
                input.Key,
                names[input.Key],
                ElementTypes.Find(input.DType)!,
                input.DType.ToString(),
                ShapeSpec.From(input.Shape),
                SharesBatch(signature),
                input.Encoding == TensorEncoding.CooSparse,
                DefaultValues.Find(input)));
        }

        return new SignatureSpec(
            signature.Key,
            method,
            result,
            MemberNames.Field(method),
            signature.MethodName,
            new(inputs),
            new(Outputs(signature, result, parameters)),
            default);
    }

    private List<OutputSpec> Outputs(SignatureContract signature, string? result, NameScope parameters)
    {
        var properties = new NameScope([.. MemberNames.OfEveryObject, result ?? ""]);
        Dictionary<string, string> names = GivenFirst(signature.Outputs, signature).ToDictionary(
            output => output.Key,
            output => Take(properties, output, signature, Given(output, signature) is { } given
                ? Identifiers.PascalOfGiven(given)
                : Identifiers.Pascal(output.Key, "output")));
        var outputs = new List<OutputSpec>();
        foreach (TensorContract output in signature.Outputs)
        {
            string? given = Given(output, signature);
            ElementType element = ElementTypes.Find(output.DType)!;
            string property = names[output.Key];
            string? bytes = element.IsString ? properties.Take($"{property}Bytes", output.Key, out _) : null;

            // An output may have the key of an input; only the overload that writes into tensors has both.
            string parameter = given ?? Identifiers.Camel(output.Key, "output");
            string free = parameters.Has(parameter)
                ? parameters.Take($"{parameter}Output", output.Key, out _)
                : parameters.Take(parameter, output.Key, out _);
            outputs.Add(new(output.Key, property, bytes, free, element, output.DType.ToString(), ShapeSpec.From(output.Shape)));
        }

        return outputs;
    }

    private string MethodName(SignatureContract signature) =>
        GivenMethod(signature) ?? (signature.Key == ServingDefault ? "Predict" : Identifiers.Pascal(signature.Key, "call"));

    private string? GivenMethod(SignatureContract signature)
    {
        if (_client.MethodNames.FirstOrDefault(given => given.Signature == signature.Key)?.MethodName is { } name && Identifiers.IsValid(name))
        {
            return name;
        }

        DeclaredMethod? declared = _client.Declared.FirstOrDefault(method => method.Signature == signature.Key);
        return declared is null ? null : DeclaredMethodMatcher.BaseName(declared);
    }

    private string? Given(TensorContract tensor, SignatureContract signature)
    {
        GivenName? given = _client.Names.LastOrDefault(name => name.Key == tensor.Key
            && (name.Signature is null || name.Signature == signature.Key)
            && Identifiers.IsValid(name.Name));
        return given?.Name ?? DeclaredMethodMatcher.ParameterName(_client, signature, tensor.Key)
            ?? (tensor.Name is { } name && Identifiers.IsValid(name) ? name : null);
    }

    // A name that the user gave is his; the names that follow from keys make way for it.
    private IEnumerable<TensorContract> GivenFirst(IEnumerable<TensorContract> tensors, SignatureContract signature) =>
        tensors.OrderBy(tensor => Given(tensor, signature) is null);

    private string Take(NameScope scope, TensorContract tensor, SignatureContract signature, string wanted)
    {
        string free = scope.Take(wanted, tensor.Key, out string? holder);
        if (free != wanted && holder is not null)
        {
            _diagnostics.Add(DiagnosticInfo.Create(
                NameRules.NameCollision,
                _client.Location,
                _client.ModelPath,
                signature.Key,
                holder,
                tensor.Key,
                wanted,
                free,
                Literals.String(tensor.Key)).With(DiagnosticProperties.Key, tensor.Key).With(DiagnosticProperties.Replacement, free));
        }

        return free;
    }

    private bool SharesBatch(SignatureContract signature) =>
        _contract.Producer.Keras is not null && !signature.Inputs.Any(input => PartOfComposite.IsMatch(input.Key));
}
