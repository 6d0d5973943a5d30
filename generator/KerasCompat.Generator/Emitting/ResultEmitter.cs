using KerasCompat.Generator.Model;
using KerasCompat.Generator.Parsing;

namespace KerasCompat.Generator.Emitting;

/// <summary>Writes the result type of one signature.</summary>
internal sealed class ResultEmitter(SourceWriter writer, Documentation documentation, SignatureSpec signature)
{
    /// <summary>Writes the type.</summary>
    public void Emit()
    {
        documentation.Result(signature);
        writer.Line(GeneratedCode.Attribute);
        writer.Open($"public sealed class {signature.ResultName}");
        Constructor();
        foreach (OutputSpec output in signature.Outputs)
        {
            Property(output);
        }

        Text();
        writer.Close();
    }

    private static string StoredType(OutputSpec output)
    {
        string element = output.Element.IsString ? Names.Bytes : output.Element.Name;
        return output.Shape.IsScalar ? element : $"{Names.Tensor}<{element}>";
    }

    private static string StoredName(OutputSpec output) => output.BytesPropertyName ?? output.PropertyName;

    private void Constructor()
    {
        documentation.ResultConstructor(signature);
        string parameters = string.Join(
            ", ", signature.Outputs.Select(output => $"{StoredType(output)} {Identifiers.Escape(output.ParameterName)}"));
        writer.Open($"public {signature.ResultName}({parameters})");
        foreach (OutputSpec output in signature.Outputs)
        {
            writer.Line($"this.{StoredName(output)} = {Identifiers.Escape(output.ParameterName)};");
        }

        writer.Close();
    }

    private void Property(OutputSpec output)
    {
        writer.Line();
        documentation.Output(output, isBytes: output.Element.IsString);
        writer.Line($"public {StoredType(output)} {StoredName(output)} {{ get; }}");
        if (!output.Element.IsString)
        {
            return;
        }

        writer.Line();
        documentation.Output(output, isBytes: false);
        writer.Line(output.Shape.IsScalar
            ? $"public string {output.PropertyName} => global::System.Text.Encoding.UTF8.GetString({output.BytesPropertyName}.Span);"
            : $"public {Names.Tensor}<string> {output.PropertyName} => {Names.ModelCallStrings}.Decode({output.BytesPropertyName});");
    }

    private void Text()
    {
        writer.Line();
        writer.Line("/// <summary>The outputs with their shapes and first elements, for logs and debuggers.</summary>");
        writer.Line($"public override string ToString() => {Names.TensorText}.FormatResult(");
        writer.Indent();
        writer.Line($"{Literals.String(signature.ResultName!)},");
        for (int i = 0; i < signature.Outputs.Count; i++)
        {
            OutputSpec output = signature.Outputs[i];
            string end = i == signature.Outputs.Count - 1 ? ");" : ",";
            writer.Line($"({Literals.String(output.PropertyName)}, {Names.TensorText}.Format({output.PropertyName})){end}");
        }

        writer.Unindent();
    }
}
