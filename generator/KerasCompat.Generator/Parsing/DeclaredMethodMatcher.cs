using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Emitting;
using KerasCompat.Generator.Model;

namespace KerasCompat.Generator.Parsing;

/// <summary>Finds the overload that each declared partial method is, or says at which parameter it is none.</summary>
internal static class DeclaredMethodMatcher
{
    private const string AsyncSuffix = "Async";

    /// <summary>The name of the method without what its asynchronous form adds.</summary>
    public static string BaseName(DeclaredMethod method) =>
        IsTask(method) && method.Name.Length > AsyncSuffix.Length && method.Name.EndsWith(AsyncSuffix, StringComparison.Ordinal)
            ? method.Name.Substring(0, method.Name.Length - AsyncSuffix.Length)
            : method.Name;

    /// <summary>The name that a declared method gives to an input by <c>[KerasName]</c> on its parameter; null where none does.</summary>
    public static string? ParameterName(ClientClass client, SignatureContract signature, string key) => client.Declared
        .Where(method => method.Signature is null || method.Signature == signature.Key)
        .SelectMany(method => method.Parameters)
        .FirstOrDefault(parameter => parameter.Key == key)?.Name;

    /// <summary>The signatures with the overloads that the user declared; reports those that do not match.</summary>
    public static SignatureSpec[] Match(ClientClass client, SignatureSpec[] signatures, List<DiagnosticInfo> diagnostics)
    {
        var declared = signatures.ToDictionary(signature => signature.Key, _ => new List<DeclaredOverload>(), StringComparer.Ordinal);
        foreach (DeclaredMethod method in client.Declared)
        {
            SignatureSpec? signature = Array.Find(signatures, candidate => method.Signature is null
                ? candidate.MethodName == BaseName(method)
                : candidate.Key == method.Signature);
            if (signature is null)
            {
                diagnostics.Add(DiagnosticInfo.Create(
                    DeclarationRules.DeclaredSignatureNotFound,
                    method.Location,
                    method.Name,
                    client.ModelPath,
                    ClientParser.Keys(signatures.Select(candidate => candidate.Key))));
                continue;
            }

            var comparison = new DeclaredMethodComparison(client, signature, method, FormOf(method, signature), diagnostics);
            if (comparison.Report() is { } overload)
            {
                declared[signature.Key].Add(overload);
            }
        }

        return [.. signatures.Select(signature => signature with { Declared = new(declared[signature.Key]) })];
    }

    private static OverloadForm FormOf(DeclaredMethod method, SignatureSpec signature)
    {
        bool isInto = signature.Outputs.Count > 0
            && (method.ReturnType == "void" || method.Parameters.Any(IsDestination));
        bool isBytes = method.Parameters.Any(parameter => parameter.Type.Contains(Names.Bytes));
        return (isInto, IsTask(method), isBytes && (signature.TakesStrings || isInto)) switch
        {
            (true, _, true) => OverloadForm.BytesInto,
            (true, _, false) => OverloadForm.Into,
            (_, true, true) => OverloadForm.BytesAsync,
            (_, true, false) => OverloadForm.Async,
            (_, _, true) => OverloadForm.BytesResult,
            _ => OverloadForm.Result,
        };
    }

    private static bool IsDestination(DeclaredParameter parameter) => parameter.Type.StartsWith(Names.TensorSpan, StringComparison.Ordinal);

    private static bool IsTask(DeclaredMethod method) => method.ReturnType.StartsWith(Names.Task, StringComparison.Ordinal);
}
