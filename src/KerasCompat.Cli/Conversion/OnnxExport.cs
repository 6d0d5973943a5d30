using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Protos;

namespace KerasCompat.Cli.Conversion;

/// <summary>Makes one ONNX model of a signature's program, with the signature's inputs and outputs in their order.</summary>
internal static class OnnxExport
{
    /// <summary>The model of a program.</summary>
    /// <param name="program">The program.</param>
    /// <returns>The model, whose large initializers may still lie in the checkpoint, and the folder of these.</returns>
    /// <exception cref="KerasCompatException">The program is not one ONNX graph: parts of it run in managed kernels.</exception>
    public static (ModelProto Model, string? WeightsFolder) Of(SignatureProgram program)
    {
        string[] kernels = [.. program.Steps.OfType<KernelStep>().Select(step => step.Node.Op).Distinct().Order(StringComparer.Ordinal)];
        if (kernels.Length > 0)
        {
            throw new KerasCompatException(
                $"Signature '{program.Name}' cannot be one ONNX file: ONNX has no form for {string.Join(", ", kernels)}, which the engine runs in managed "
                + "kernels. Run the model itself, or convert another signature.");
        }

        OnnxStep? step = program.Steps.OfType<OnnxStep>().SingleOrDefault();
        ModelProto model = step is null ? Empty() : ModelProto.Parse(step.Model.ToByteArray());
        var names = new Dictionary<int, string>();
        var inputs = new List<ValueInfoProto>();
        foreach (ProgramTensor input in program.Inputs)
        {
            int read = step is null ? -1 : IndexOf(step.Inputs, input.Slot);
            ValueInfoProto info = read < 0 ? Info(input.Key, input.DType, input.Shape) : model.Graph.Input[read];
            inputs.Add(info);
            names[input.Slot] = info.Name;
        }

        for (int i = 0; step is not null && i < step.Outputs.Count; i++)
        {
            names[step.Outputs[i]] = model.Graph.Output[i].Name;
        }

        model.Graph.Input.Clear();
        model.Graph.Input.AddRange(inputs);
        AddConstants(model.Graph, program.Constants, names);
        SetOutputs(model.Graph, program, step, names);
        return (model, step?.ExternalDataFolder);
    }

    private static int IndexOf(IReadOnlyList<int> slots, int slot)
    {
        for (int i = 0; i < slots.Count; i++)
        {
            if (slots[i] == slot)
            {
                return i;
            }
        }

        return -1;
    }

    private static ModelProto Empty()
    {
        var model = new ModelProto { IrVersion = 9, ProducerName = "kerascompat", Graph = new GraphProto { Name = "signature" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 20 });
        return model;
    }

    private static void AddConstants(GraphProto graph, IReadOnlyList<ProgramConstant> constants, Dictionary<int, string> names)
    {
        foreach (ProgramConstant constant in constants)
        {
            string name = Unique(graph, "constant");
            var tensor = new TensorProto { Name = name, DataType = ElementType(constant.Value.DType) };
            tensor.Dims = constant.Value.Shape;
            if (constant.Value.DType == DType.String)
            {
                tensor.StringData.AddRange(constant.Value.Strings);
            }
            else
            {
                tensor.RawData = constant.Value.Bytes;
            }

            graph.Initializer.Add(tensor);
            names[constant.Slot] = name;
        }
    }

    private static void SetOutputs(GraphProto graph, SignatureProgram program, OnnxStep? step, Dictionary<int, string> names)
    {
        Dictionary<string, ValueInfoProto> made = graph.Output.ToDictionary(o => o.Name, StringComparer.Ordinal);
        var outputs = new List<ValueInfoProto>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (ProgramTensor output in program.Outputs)
        {
            string value = names[output.Slot];
            bool isMade = step is not null && IndexOf(step.Outputs, output.Slot) >= 0;
            if (isMade && taken.Add(value))
            {
                outputs.Add(made[value]);
                continue;
            }

            // An input, a constant or another output: an ONNX output is a value of its own.
            string name = Unique(graph, output.Key);
            var copy = new NodeProto { OpType = "Identity", Name = name };
            copy.Input.Add(value);
            copy.Output.Add(name);
            graph.Node.Add(copy);
            outputs.Add(Info(name, output.DType, output.Shape));
        }

        graph.Output.Clear();
        graph.Output.AddRange(outputs);
    }

    private static string Unique(GraphProto graph, string wish)
    {
        HashSet<string> used =
        [
            .. graph.Input.Select(i => i.Name),
            .. graph.Initializer.Select(i => i.Name),
            .. graph.Node.SelectMany(n => n.Output),
        ];
        string name = wish;
        for (int number = 1; used.Contains(name); number++)
        {
            name = $"{wish}_{Show.Invariant(number)}";
        }

        return name;
    }

    private static ValueInfoProto Info(string name, DType dtype, TensorShape shape)
    {
        var tensor = new TensorTypeProto { ElemType = ElementType(dtype) };
        if (shape.HasRank)
        {
            tensor.Shape = new TensorShapeProto();
            foreach (long size in shape.Dimensions)
            {
                tensor.Shape.Dim.Add(size < 0 ? new DimensionProto() : new DimensionProto { DimValue = size });
            }
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private static DataType ElementType(DType dtype) => dtype.CrossesOnnxRuntime()
        ? dtype.ToOnnx()
        : throw new KerasCompatException($"ONNX has no element type for {dtype.Name()}. Convert another signature.");
}
