using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Emitting;
using KerasCompat.Generator.Model;
using KerasCompat.Generator.Parsing;

namespace KerasCompat.Cli.Inspection;

/// <summary>What the source generator will make of a model: asked of the generator itself, so that both say the same.</summary>
/// <param name="Signatures">The methods, by signature key.</param>
/// <param name="Remarks">What the generator will report in a build, as <c>KC0012: ...</c>.</param>
internal sealed record CSharpView(IReadOnlyDictionary<string, CSharpMethod> Signatures, IReadOnlyList<string> Remarks)
{
    /// <summary>The view of one meta graph.</summary>
    /// <param name="modelPath">The model, as the attribute would name it.</param>
    /// <param name="className">The class that would stand for the model.</param>
    /// <param name="contract">The contract.</param>
    public static CSharpView Of(string modelPath, string className, ModelContract contract)
    {
        var client = new ClientClass(
            new TypeSpec("", default, "public", "class", className),
            modelPath,
            Tags: contract.Tags,
            Signatures: null,
            Names: default,
            MethodNames: default,
            Members: default,
            Declared: default,
            Problems: default,
            Location: null,
            PathLocation: null);
        var file = new ModelFile(modelPath, modelPath, modelPath, ContractJson.Write(contract), IsError: false, IsLock: false);
        ClientResult result = ClientParser.Parse(new ClientRequest(client, new([file]), default), hasOnnxEngine: true, CancellationToken.None);
        return new CSharpView(
            (result.Client?.Signatures ?? default).ToDictionary(s => s.Key, CSharpMethod.Of, StringComparer.Ordinal),
            [.. result.Diagnostics.Select(Remark)]);
    }

    private static string Remark(DiagnosticInfo diagnostic) => $"{diagnostic.Id}: {diagnostic.Message}";
}

/// <summary>The method of a signature, as it will stand in the client.</summary>
/// <param name="Declaration">Return type, name and parameters on one line.</param>
/// <param name="Inputs">The parameter of each input, by key.</param>
/// <param name="Outputs">The property of each output, by key.</param>
internal sealed record CSharpMethod(string Declaration, IReadOnlyDictionary<string, string> Inputs, IReadOnlyDictionary<string, string> Outputs)
{
    /// <summary>The method of a signature.</summary>
    public static CSharpMethod Of(SignatureSpec signature)
    {
        string parameters = string.Join(", ", Overloads.Parameters(signature, OverloadForm.Result).Select(parameter => MethodHead.Parameter(parameter, withDefault: true)));
        string declaration = $"{Overloads.ReturnType(signature, OverloadForm.Result)} {signature.MethodName}({parameters})";
        return new CSharpMethod(
            declaration.Replace("global::System.Numerics.Tensors.", "", StringComparison.Ordinal).Replace("global::System.", "", StringComparison.Ordinal),
            signature.Inputs.ToDictionary(i => i.Key, i => i.Name, StringComparer.Ordinal),
            signature.Outputs.ToDictionary(o => o.Key, o => o.PropertyName, StringComparer.Ordinal));
    }
}
