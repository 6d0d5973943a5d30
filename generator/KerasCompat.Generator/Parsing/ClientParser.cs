using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Parsing;

/// <summary>Class and contract -> what is to be written, and what is to be reported.</summary>
internal static class ClientParser
{
    /// <summary>What a request comes to.</summary>
    /// <param name="request">The class with the files of its model.</param>
    /// <param name="hasOnnxEngine">Whether the project references the default engine.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static ClientResult Parse(ClientRequest request, bool hasOnnxEngine, CancellationToken cancellationToken)
    {
        ClientClass client = request.Class;
        List<DiagnosticInfo> diagnostics = [.. client.Problems];
        if (diagnostics.Count > 0)
        {
            return new(null, new(diagnostics));
        }

        ReportPath(client, diagnostics);
        if (ModelChoice.Choose(request, diagnostics) is not { } chosen)
        {
            return new(null, new(diagnostics));
        }

        cancellationToken.ThrowIfCancellationRequested();
        ClientSpec? spec = Build(client, chosen, hasOnnxEngine, diagnostics, request.Files);
        if (spec is not null && !hasOnnxEngine)
        {
            diagnostics.Add(DiagnosticInfo.Create(ClassRules.NoEngine, client.Location, client.Type.Name));
        }

        return new(spec, new(diagnostics));
    }

    private static void ReportPath(ClientClass client, List<DiagnosticInfo> diagnostics)
    {
        string canonical = ModelPaths.Canonical(client.ModelPath);
        if (canonical != client.ModelPath)
        {
            diagnostics.Add(DiagnosticInfo.Create(ModelRules.PathNotCanonical, client.PathLocation, client.ModelPath, canonical)
                .With(DiagnosticProperties.Replacement, canonical));
        }
    }

    private static ClientSpec? Build(
        ClientClass client, ModelChoice.Chosen chosen, bool hasOnnxEngine, List<DiagnosticInfo> diagnostics, EquatableArray<ModelFile> files)
    {
        ModelContract contract = chosen.Contract;
        List<SignatureContract> wanted = Wanted(client, contract, diagnostics);
        if (wanted.Count == 0)
        {
            return null;
        }

        List<SignatureContract> callable = wanted.FindAll(signature => SignatureCheck.CanCall(client, signature, diagnostics));
        if (callable.Count == 0)
        {
            diagnostics.Add(DiagnosticInfo.Create(SignatureRules.NothingToCall, client.Location, client.ModelPath, Text(wanted.Count)));
            return null;
        }

        VersionCheck.Report(client, contract.Producer, diagnostics);
        RenameCheck.Report(client, contract, diagnostics);
        MissingOps.Report(client, files, callable, diagnostics);
        var parser = new SignatureParser(client, contract, diagnostics);
        Dictionary<string, SignatureSpec> specs = callable.OrderBy(parser.Precedence)
            .ToDictionary(signature => signature.Key, parser.Parse);
        SignatureSpec[] signatures = [.. callable.Select(signature => specs[signature.Key])];
        signatures = DeclaredMethodMatcher.Match(client, signatures, diagnostics);

        // Only what the client calls is compared at run time; a model trained again with the same signatures gives the same client.
        ModelContract compiled = PlainContract.Of(contract with { Signatures = new(callable) });
        return new ClientSpec(
            client.Type,
            chosen.File.ModelPath,
            chosen.File.DeployPath,
            contract.Tags,
            contract.Producer.TensorFlow,
            contract.Producer.Keras,
            ContractJson.Write(compiled),
            hasOnnxEngine,
            parser.State,
            new(signatures));
    }

    private static List<SignatureContract> Wanted(ClientClass client, ModelContract contract, List<DiagnosticInfo> diagnostics)
    {
        if (contract.Signatures.Count == 0)
        {
            diagnostics.Add(DiagnosticInfo.Create(ModelRules.NoSignatures, client.PathLocation, client.ModelPath, ""));
            return [];
        }

        if (client.Signatures is not { } keys)
        {
            return [.. contract.Signatures];
        }

        var wanted = new List<SignatureContract>();
        foreach (string key in keys)
        {
            if (contract.FindSignature(key) is { } signature)
            {
                wanted.Add(signature);
            }
            else
            {
                diagnostics.Add(DiagnosticInfo.Create(
                    SignatureRules.SignatureNotFound,
                    client.Location,
                    client.ModelPath,
                    key,
                    Keys(contract.Signatures.Select(found => found.Key))));
            }
        }

        return wanted;
    }

    /// <summary>Keys as messages list them.</summary>
    internal static string Keys(IEnumerable<string> keys) => string.Join(", ", keys.Select(key => $"'{key}'"));

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
