using KerasCompat.Contracts;

namespace KerasCompat.Generator.Model;

/// <summary>One signature of the model, and the members of the client that call it.</summary>
/// <param name="Key">The key in the model.</param>
/// <param name="MethodName">The C# method: <c>Predict</c>.</param>
/// <param name="ResultName">The result type; null for a signature without outputs.</param>
/// <param name="FieldName">The field that holds the prepared signature.</param>
/// <param name="TensorFlowMethod">TensorFlow's method name, for the documentation; may be empty.</param>
/// <param name="Inputs">The inputs, in the order of the contract.</param>
/// <param name="Outputs">The outputs, in the order of the contract.</param>
/// <param name="Declared">The overloads that the user declared as partial methods.</param>
internal sealed record SignatureSpec(
    string Key,
    string MethodName,
    string? ResultName,
    string FieldName,
    string TensorFlowMethod,
    EquatableArray<InputSpec> Inputs,
    EquatableArray<OutputSpec> Outputs,
    EquatableArray<DeclaredOverload> Declared)
{
    /// <summary>The name of the static member that describes the signature to the runtime.</summary>
    public string DescriptionName => $"{MethodName}Signature";

    /// <summary>Whether an input holds strings, so that there are overloads for text and for bytes.</summary>
    public bool TakesStrings => Inputs.Any(input => input.Element.IsString);

    /// <summary>Whether an output holds strings.</summary>
    public bool GivesStrings => Outputs.Any(output => output.Element.IsString);
}
