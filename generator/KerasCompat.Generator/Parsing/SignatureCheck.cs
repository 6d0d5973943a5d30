using System.Globalization;
using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;
using KerasCompat.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Parsing;

/// <summary>Finds out whether a signature can be called from C#, and reports every input and output that stands in the way.</summary>
internal static class SignatureCheck
{
    /// <summary>Whether each input and output of a signature has a C# type.</summary>
    public static bool CanCall(ClientClass client, SignatureContract signature, List<DiagnosticInfo> diagnostics)
    {
        int before = diagnostics.Count;
        foreach (TensorContract input in signature.Inputs)
        {
            if (input.Encoding == TensorEncoding.Composite)
            {
                Report(SignatureRules.CompositeInput, input.Key, input.GraphTensors.Count.ToString(CultureInfo.InvariantCulture));
            }
            else if (ElementTypes.Find(input.DType) is null)
            {
                Report(SignatureRules.ElementTypeUnsupported, "input", input.Key, input.DType.Name());
            }
        }

        foreach (TensorContract output in signature.Outputs)
        {
            if (output.Encoding != TensorEncoding.Dense)
            {
                string what = output.Encoding == TensorEncoding.CooSparse ? "a sparse tensor" : "a composite value";
                Report(SignatureRules.CompositeOutput, output.Key, what);
            }
            else if (ElementTypes.Find(output.DType) is null)
            {
                Report(SignatureRules.ElementTypeUnsupported, "output", output.Key, output.DType.Name());
            }
        }

        return diagnostics.Count == before;

        void Report(DiagnosticDescriptor rule, params string[] arguments) => diagnostics.Add(
            DiagnosticInfo.Create(rule, client.Location, [client.ModelPath, signature.Key, .. arguments]));
    }
}
