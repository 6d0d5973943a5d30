using KerasCompat.Generator.Emitting;
using KerasCompat.Generator.Model;

namespace KerasCompat.Generator.Parsing;

/// <summary>The parameters and the return type of the overloads that a signature becomes.</summary>
internal static class Overloads
{
    /// <summary>The overloads of a signature, in the order in which they are written.</summary>
    public static IEnumerable<OverloadForm> Of(SignatureSpec signature)
    {
        bool hasOutputs = signature.Outputs.Count > 0;
        yield return OverloadForm.Result;
        if (signature.TakesStrings)
        {
            yield return OverloadForm.BytesResult;
        }

        if (hasOutputs)
        {
            yield return OverloadForm.Into;
        }

        if (hasOutputs && (signature.TakesStrings || signature.GivesStrings))
        {
            yield return OverloadForm.BytesInto;
        }

        yield return OverloadForm.Async;
        if (signature.TakesStrings)
        {
            yield return OverloadForm.BytesAsync;
        }
    }

    /// <summary>Whether strings are bytes in an overload.</summary>
    public static bool IsBytes(this OverloadForm form) =>
        form is OverloadForm.BytesResult or OverloadForm.BytesInto or OverloadForm.BytesAsync;

    /// <summary>Whether an overload writes into the caller's tensors.</summary>
    public static bool IsInto(this OverloadForm form) => form is OverloadForm.Into or OverloadForm.BytesInto;

    /// <summary>Whether an overload gives a task.</summary>
    public static bool IsAsync(this OverloadForm form) => form is OverloadForm.Async or OverloadForm.BytesAsync;

    /// <summary>The name of an overload's method.</summary>
    public static string Name(SignatureSpec signature, OverloadForm form) =>
        form.IsAsync() ? $"{signature.MethodName}Async" : signature.MethodName;

    /// <summary>The return type of an overload.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="form">The overload.</param>
    /// <param name="scope">What stands before the name of the result type: nothing inside the client, <c>Client.</c> outside.</param>
    public static string ReturnType(SignatureSpec signature, OverloadForm form, string scope = "") =>
        form.IsInto() ? "void"
        : form.IsAsync() ? signature.ResultName is null ? Names.Task : $"{Names.Task}<{scope}{signature.ResultName}>"
        : signature.ResultName is null ? "void" : $"{scope}{signature.ResultName}";

    /// <summary>
    /// The parameters of an overload: inputs that must be given, in the order of the contract, then those that have a default, then the
    /// tensors to write into.
    /// </summary>
    public static IEnumerable<ParameterSpec> Parameters(SignatureSpec signature, OverloadForm form)
    {
        foreach (InputSpec input in Ordered(signature))
        {
            yield return Parameter(signature, input, form);
        }

        if (form.IsInto())
        {
            foreach (OutputSpec output in signature.Outputs)
            {
                string type = Element(output.Element, form);
                string destination = output.Shape.IsScalar ? $"out {type}" : $"{Names.TensorSpan}<{type}>";
                yield return new(output.ParameterName, destination, Output: output);
            }
        }

        if (form.IsAsync())
        {
            yield return new("cancellationToken", Names.CancellationToken, "default");
        }
    }

    /// <summary>The inputs in the order of parameters.</summary>
    public static IEnumerable<InputSpec> Ordered(SignatureSpec signature) =>
        signature.Inputs.Where(input => input.Default is null).Concat(signature.Inputs.Where(input => input.Default is not null));

    /// <summary>The C# type of an element in an overload.</summary>
    public static string Element(ElementType element, OverloadForm form) => element.IsString && form.IsBytes() ? Names.Bytes : element.Name;

    private static ParameterSpec Parameter(SignatureSpec signature, InputSpec input, OverloadForm form)
    {
        string element = Element(input.Element, form);
        string tensor = input.IsSparse ? $"{Names.SparseTensor}<{element}>"
            : form.IsAsync() ? $"{Names.Tensor}<{element}>" : $"{Names.ReadOnlyTensorSpan}<{element}>";

        if (input.Default is null || TakesAll(signature, form))
        {
            return new(input.Name, input.IsScalar ? element : tensor, Input: input);
        }

        if (!input.HasNullDefault)
        {
            return new(input.Name, element, input.Default.Elements[0], input);
        }

        return new(input.Name, input.IsScalar ? $"{element}?" : $"{Names.Tensor}<{element}>?", "null", input);
    }

    // Where a tensor is written into, it could be taken for an input that was left out; where strings have a default, a call that leaves
    // them out could mean text or bytes. Those overloads take all inputs.
    private static bool TakesAll(SignatureSpec signature, OverloadForm form) =>
        form.IsInto() || (form.IsBytes() && signature.Inputs.Any(input => input.Element.IsString && input.Default is not null));
}
