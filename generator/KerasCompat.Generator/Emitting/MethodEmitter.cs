using System.Globalization;
using KerasCompat.Contracts;
using KerasCompat.Generator.Model;
using KerasCompat.Generator.Parsing;

namespace KerasCompat.Generator.Emitting;

/// <summary>Writes the overloads of one signature.</summary>
internal sealed class MethodEmitter(SourceWriter writer, Documentation documentation, SignatureSpec signature, StateNames state)
{
    private readonly NameScope _locals = new(signature.Inputs.Select(input => input.Name)
        .Concat(signature.Outputs.Select(output => output.ParameterName))
        .Concat(["cancellationToken"]));

    /// <summary>Whether an overload is public: all are, unless the user declared one otherwise.</summary>
    public static bool IsPublic(SignatureSpec signature, OverloadForm form) =>
        Declared(signature, form) is not { } declared || declared.Modifiers?.Split(' ').Contains("public") == true;

    /// <summary>Writes the overloads.</summary>
    public void Emit()
    {
        string shapes = _locals.Take("shapes", "", out _);
        string call = _locals.Take("call", "", out _);
        foreach (OverloadForm form in Overloads.Of(signature))
        {
            Method(form, shapes, call);
        }

        if (signature.Inputs.Any(input => input.HasNullDefault))
        {
            Defaults();
        }
    }

    private static DeclaredOverload? Declared(SignatureSpec signature, OverloadForm form) =>
        signature.Declared.FirstOrDefault(declared => declared.Form == form);

    private void Method(OverloadForm form, string shapes, string call)
    {
        DeclaredOverload? declared = Declared(signature, form);
        if (declared is { Modifiers: null })
        {
            return;
        }

        writer.Line();
        documentation.Method(signature, form);
        writer.Line(GeneratedCode.Attribute);
        string head = $"{Modifiers(declared, form)} {Overloads.ReturnType(signature, form)} {Overloads.Name(signature, form)}";
        MethodHead.Write(writer, head, signature, form, withDefaults: declared is null);
        writer.Open();
        Body(form, shapes, call);
        writer.Close();
    }

    // C# wants "partial" right before the return type, so "async" goes before it.
    private static string Modifiers(DeclaredOverload? declared, OverloadForm form)
    {
        string modifiers = declared?.Modifiers ?? "public";
        return !form.IsAsync() ? modifiers
            : declared is null ? $"{modifiers} async"
            : modifiers.Replace("partial", "async partial");
    }

    private void Body(OverloadForm form, string shapes, string call)
    {
        ParameterSpec[] parameters = [.. Overloads.Parameters(signature, form)];
        foreach (ParameterSpec tensor in parameters.Where(parameter => IsNullable(form, parameter)))
        {
            writer.Line($"global::System.ArgumentNullException.ThrowIfNull({Identifiers.Escape(tensor.Name)});");
        }

        writer.Line($"global::System.ObjectDisposedException.ThrowIf({state.IsDisposed}, this);");
        writer.Line($"var {shapes} = new {Names.ShapeCheck}({signature.DescriptionName});");
        foreach ((int position, InputSpec input) in Positions())
        {
            Check(position, input, parameters, shapes);
        }

        for (int i = 0; i < signature.Outputs.Count; i++)
        {
            if (form.IsInto() && !signature.Outputs[i].Shape.IsScalar)
            {
                writer.Line($"{shapes}.Output({Text(i)}, {Identifiers.Escape(signature.Outputs[i].ParameterName)}.Lengths);");
            }
        }

        writer.Line($"using {Names.ModelCall} {call} = {signature.FieldName}.Rent();");
        foreach ((int position, InputSpec input) in Positions())
        {
            Write(position, input, form, parameters, shapes, call);
        }

        writer.Line(form.IsAsync() ? $"await {call}.RunAsync(cancellationToken).ConfigureAwait(false);" : $"{call}.Run();");
        if (form.IsInto())
        {
            CopyOut(form, shapes, call);
        }
        else if (signature.ResultName is not null)
        {
            Result(shapes, call);
        }
    }

    // Tensors that a caller can leave null although they must be given. (A span cannot be null.)
    private static bool IsNullable(OverloadForm form, ParameterSpec parameter) =>
        parameter is { Input.IsScalar: false, Default: null } && (form.IsAsync() || parameter.Input!.IsSparse);

    // Where each input stands among the tensors that are passed to the engine.
    private IEnumerable<(int Position, InputSpec Input)> Positions()
    {
        int position = 0;
        foreach (InputSpec input in signature.Inputs)
        {
            yield return (position, input);
            position += input.Parts;
        }
    }

    private void Check(int position, InputSpec input, ParameterSpec[] parameters, string shapes)
    {
        if (input.IsSparse)
        {
            string name = Identifiers.Escape(input.Name);
            writer.Line($"{shapes}.Input({Text(position)}, {name}.Indices.Lengths);");
            writer.Line($"{shapes}.Input({Text(position + 1)}, {name}.Values.Lengths);");
            writer.Line($"{shapes}.Input({Text(position + 2)}, {name}.DenseShape.Lengths);");
        }
        else if (!input.IsScalar)
        {
            writer.Line($"{shapes}.Input({Text(position)}, {Value(input, parameters, ".Lengths")});");
        }
    }

    private void Write(int index, InputSpec input, OverloadForm form, ParameterSpec[] parameters, string shapes, string call)
    {
        if (input.IsSparse)
        {
            string name = Identifiers.Escape(input.Name);
            writer.Line($"{Names.ModelCallTensors}.Write<long>({call}, {Text(index)}, {name}.Indices, {shapes});");
            WriteTensor(index + 1, input, form, $"{name}.Values", shapes, call);
            writer.Line($"{Names.ModelCallTensors}.Write<long>({call}, {Text(index + 2)}, {name}.DenseShape, {shapes});");
        }
        else
        {
            WriteTensor(index, input, form, Value(input, parameters, ""), shapes, call);
        }
    }

    private void WriteTensor(int index, InputSpec input, OverloadForm form, string value, string shapes, string call)
    {
        string type = input.Element.IsString ? Names.ModelCallStrings : Names.ModelCallTensors;
        string method = input.IsScalar ? "WriteScalar" : "Write";
        string arguments = input.Element.IsString ? "" : $"<{Overloads.Element(input.Element, form)}>";
        writer.Line($"{type}.{method}{arguments}({call}, {Text(index)}, {value}, {shapes});");
    }

    // An optional tensor or a scalar without a constant is null when it was left out; its default is then taken from a static member.
    private string Value(InputSpec input, ParameterSpec[] parameters, string member)
    {
        string name = Identifiers.Escape(input.Name);
        bool isNullable = parameters.First(parameter => parameter.Input == input).Default == "null";
        return isNullable ? $"({name} ?? {DefaultName(input)}){member}" : $"{name}{member}";
    }

    private void CopyOut(OverloadForm form, string shapes, string call)
    {
        for (int i = 0; i < signature.Outputs.Count; i++)
        {
            OutputSpec output = signature.Outputs[i];
            string name = Identifiers.Escape(output.ParameterName);
            if (output.Shape.IsScalar)
            {
                string value = Read(i, output, shapes, call);
                bool isText = output.Element.IsString && !form.IsBytes();
                writer.Line($"{name} = {(isText ? $"global::System.Text.Encoding.UTF8.GetString({value}.Span)" : value)};");
            }
            else
            {
                string type = output.Element.IsString ? Names.ModelCallStrings : Names.ModelCallTensors;
                writer.Line($"{type}.CopyTo({call}, {Text(i)}, {name}, {shapes});");
            }
        }
    }

    private void Result(string shapes, string call)
    {
        writer.Line($"return new {signature.ResultName}(");
        writer.Indent();
        for (int i = 0; i < signature.Outputs.Count; i++)
        {
            writer.Line($"{Read(i, signature.Outputs[i], shapes, call)}{(i == signature.Outputs.Count - 1 ? ");" : ",")}");
        }

        writer.Unindent();
    }

    private static string Read(int index, OutputSpec output, string shapes, string call)
    {
        string method = output.Element.IsString
            ? $"{Names.ModelCallStrings}.Read{(output.Shape.IsScalar ? "Scalar" : "")}Bytes"
            : $"{Names.ModelCallTensors}.Read{(output.Shape.IsScalar ? "Scalar" : "")}<{output.Element.Name}>";
        return $"{method}({call}, {Text(index)}, {shapes})";
    }

    private void Defaults()
    {
        foreach (InputSpec input in signature.Inputs.Where(input => input.HasNullDefault))
        {
            EquatableArray<string> elements = input.Default!.Elements;
            string type = input.Element.Name;
            writer.Line();
            if (input.IsScalar)
            {
                writer.Line($"private static readonly {type} {DefaultName(input)} = {elements[0]};");
                continue;
            }

            writer.Line($"private static readonly {Names.Tensor}<{type}> {DefaultName(input)} =");
            writer.Indent();
            writer.Line($"{Names.Tensor}.Create(new {type}[] {{ {string.Join(", ", elements)} }}, new nint[] {{ {MethodHead.Sizes(input.Default.Shape)} }});");
            writer.Unindent();
        }
    }

    private string DefaultName(InputSpec input) => $"{signature.MethodName}_{input.Name}Default";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
