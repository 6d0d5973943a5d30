using KerasCompat.Generator.Model;
using KerasCompat.Generator.Parsing;

namespace KerasCompat.Generator.Emitting;

/// <summary>Writes the XML documentation: for everything its name in the model, its type and shape, and where it comes from.</summary>
internal sealed class Documentation(ClientSpec client, SourceWriter writer)
{
    private const string KerasCompat = "global::KerasCompat.KerasCompatException";
    private const string ModelFormat = "global::KerasCompat.ModelFormatException";
    private const string Disposed = "global::System.ObjectDisposedException";
    private const string Options = "/// <param name=\"options\">How it is loaded and run; null for the defaults.</param>";

    private readonly string _model = XmlText.Code(client.ModelPath);

    /// <summary>Documents the interface.</summary>
    public void Interface()
    {
        string name = Identifiers.Escape(client.Type.Name);
        writer.Line($"/// <summary>The calls of {name}, so that code which makes them can be tested without the model.</summary>");
        Origin();
    }

    /// <summary>Documents the class.</summary>
    public void Class()
    {
        writer.Line($"/// <summary>Typed calls of the model {_model}. Any number of threads may make calls at once.</summary>");
        Origin();
    }

    /// <summary>Documents <c>Load()</c>.</summary>
    public void LoadDefault()
    {
        string path = XmlText.Code(client.DeployPath);
        writer.Line($"/// <summary>Loads the model from {path} in the folder of the application, to run in this process.</summary>");
        writer.Line(Options);
        LoadExceptions();
    }

    /// <summary>Documents <c>Load(path)</c>.</summary>
    public void Load()
    {
        writer.Line("/// <summary>Loads the model from a folder, to run in this process.</summary>");
        writer.Line("/// <param name=\"path\">The folder that holds <c>saved_model.pb</c>.</param>");
        writer.Line(Options);
        LoadExceptions();
    }

    /// <summary>Documents <c>Create</c>.</summary>
    public void Create()
    {
        writer.Line("/// <summary>A client of a model that an engine has loaded.</summary>");
        writer.Line("/// <param name=\"engine\">The engine; the client disposes it.</param>");
        Exception(ModelFormat, "The engine's model breaks the contract that this client was compiled with.");
    }

    /// <summary>Documents <c>Dispose</c>.</summary>
    public void Dispose() =>
        writer.Line($"/// <summary>Frees the model. Calls made afterwards throw <see cref=\"{Disposed}\"/>.</summary>");

    /// <summary>Documents an overload.</summary>
    public void Method(SignatureSpec signature, OverloadForm form)
    {
        string how = form.IsInto() ? ", writing its outputs into tensors of the caller"
            : form.IsAsync() ? " without holding the caller's thread"
            : "";
        string strings = !signature.TakesStrings && !(form.IsInto() && signature.GivesStrings) ? ""
            : form.IsBytes() ? " Strings are bytes, exactly as the model has them." : " Strings are text, passed as UTF-8.";
        writer.Line($"/// <summary>Calls signature {XmlText.Code(signature.Key)} of the model {_model}{how}.{strings}</summary>");
        Remarks(signature);
        foreach (ParameterSpec parameter in Overloads.Parameters(signature, form))
        {
            writer.Line($"/// <param name=\"{parameter.Name}\">{Parameter(parameter)}</param>");
        }

        if (signature.ResultName is not null && !form.IsInto())
        {
            writer.Line($"/// <returns>{Outputs(signature)}</returns>");
        }

        if (signature.Inputs.Any(input => !input.IsScalar))
        {
            Exception("global::KerasCompat.ModelArgumentException", "A tensor has another shape than the signature wants.");
        }

        Exception(Disposed, "The client was disposed.");
        Exception(KerasCompat, "The engine cannot run the signature, or the call failed in the model.");
    }

    /// <summary>Documents a result type.</summary>
    public void Result(SignatureSpec signature) =>
        writer.Line($"/// <summary>The outputs of signature {XmlText.Code(signature.Key)} of the model {_model}.</summary>");

    /// <summary>Documents the constructor of a result type.</summary>
    public void ResultConstructor(SignatureSpec signature)
    {
        writer.Line("/// <summary>A result of given outputs, as tests need it.</summary>");
        foreach (OutputSpec output in signature.Outputs)
        {
            writer.Line($"/// <param name=\"{output.ParameterName}\">{Output(output)}</param>");
        }
    }

    /// <summary>Documents a property of a result.</summary>
    public void Output(OutputSpec output, bool isBytes)
    {
        string text = !output.Element.IsString ? ""
            : isBytes ? " The bytes of each element, exactly as the model gave them."
            : $" As text: what is no UTF-8 reads as U+FFFD, <see cref=\"{output.BytesPropertyName}\"/> has it exactly. "
                + "Decoded anew at each access.";
        writer.Line($"/// <summary>{Output(output)}{text}</summary>");
    }

    private static string Output(OutputSpec output) =>
        $"Output {XmlText.Code(output.Key)}: {Tensor(output.DType, output.Shape, output.Element)}";

    private static string Outputs(SignatureSpec signature) =>
        string.Join(" ", signature.Outputs.Select(Output));

    private static string Tensor(string dtype, ShapeSpec shape, ElementType element) =>
        $"{dtype.ToLowerInvariant()}{shape.Text}.{(element.Remark is null ? "" : $" {element.Remark}")}";

    private static string Parameter(ParameterSpec parameter)
    {
        if (parameter.Output is { } output)
        {
            return Output(output);
        }

        if (parameter.Input is not { } input)
        {
            return "Stops the call where the engine can.";
        }

        if (input.IsSparse)
        {
            return $"Input {XmlText.Code(input.Key)}: sparse {Tensor(input.DType, input.Shape, input.Element)} "
                + "Its indices, values and dense shape are passed as three tensors.";
        }

        string row = input.Shape.HasBatch ? " The first dimension may be left out for one row." : "";
        string left = parameter.Default is null ? "" : " The model's own value when left out.";
        return $"Input {XmlText.Code(input.Key)}: {Tensor(input.DType, input.Shape, input.Element)}{row}{left}";
    }

    private void Remarks(SignatureSpec signature)
    {
        string method = signature.TensorFlowMethod.Length == 0 ? "" : $"TensorFlow method {XmlText.Code(signature.TensorFlowMethod)}. ";
        bool losesBatch = signature.Inputs.Any(input => input is { IsSparse: false, Shape.HasBatch: true })
            && signature.Outputs.Any(output => output.Shape.HasBatch);
        string row = losesBatch ? "When every input is one row without its first dimension, the outputs come without it too." : "";
        if (method.Length + row.Length > 0)
        {
            writer.Line($"/// <remarks>{(method + row).TrimEnd()}</remarks>");
        }
    }

    private void Origin()
    {
        string tags = client.Tags.Count == 0 ? "no tags" : $"tags {XmlText.Code(string.Join(", ", client.Tags))}";
        string tensorFlow = client.TensorFlowVersion is null ? "" : $", written by TensorFlow {XmlText.Escape(client.TensorFlowVersion)}";
        string joint = client.TensorFlowVersion is null ? ", written by" : " and";
        string keras = client.KerasVersion is null ? "" : $"{joint} Keras {XmlText.Escape(client.KerasVersion)}";
        writer.Line($"/// <remarks>Model {_model}, {tags}{tensorFlow}{keras}.</remarks>");
    }

    private void LoadExceptions()
    {
        Exception(ModelFormat, "There is no such model, it cannot be read, or it breaks the contract that this client was compiled with.");
        Exception(KerasCompat, "The engine cannot run the model.");
    }

    private void Exception(string type, string when) => writer.Line($"/// <exception cref=\"{type}\">{when}</exception>");
}
