using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Model;

namespace KerasCompat.Generator.Parsing;

/// <summary>Checks that given names name something, with something that C# can say.</summary>
internal static class RenameCheck
{
    /// <summary>Reports given names that cannot be used.</summary>
    public static void Report(ClientClass client, ModelContract contract, List<DiagnosticInfo> diagnostics)
    {
        foreach (TensorContract tensor in contract.Signatures.SelectMany(signature => signature.Inputs.Concat(signature.Outputs)))
        {
            if (tensor.Name is { } name && !Identifiers.IsValid(name))
            {
                diagnostics.Add(DiagnosticInfo.Create(NameRules.NameInvalid, client.Location, name, tensor.Key));
            }
        }

        foreach (GivenName given in client.Names)
        {
            if (!Identifiers.IsValid(given.Name))
            {
                diagnostics.Add(DiagnosticInfo.Create(NameRules.NameInvalid, given.Location, given.Name, given.Key));
            }

            string[] keys = [.. Tensors(contract, given.Signature).Distinct()];
            if (!keys.Contains(given.Key))
            {
                string place = given.Signature is null ? "" : $" in signature '{given.Signature}'";
                diagnostics.Add(DiagnosticInfo.Create(
                    NameRules.RenamedKeyNotFound,
                    given.Location,
                    client.ModelPath,
                    given.Key,
                    place,
                    keys.Length == 0 ? "none" : ClientParser.Keys(keys)));
            }
        }

        foreach (GivenMethodName given in client.MethodNames)
        {
            if (given.MethodName is { } name && !Identifiers.IsValid(name))
            {
                diagnostics.Add(DiagnosticInfo.Create(NameRules.NameInvalid, given.Location, name, given.Signature));
            }

            if (contract.FindSignature(given.Signature) is null)
            {
                diagnostics.Add(DiagnosticInfo.Create(
                    SignatureRules.SignatureNotFound,
                    given.Location,
                    client.ModelPath,
                    given.Signature,
                    ClientParser.Keys(contract.Signatures.Select(signature => signature.Key))));
            }
        }
    }

    private static IEnumerable<string> Tensors(ModelContract contract, string? signatureKey) => contract.Signatures
        .Where(signature => signatureKey is null || signature.Key == signatureKey)
        .SelectMany(signature => signature.Inputs.Concat(signature.Outputs))
        .Select(tensor => tensor.Key);
}
