using KerasCompat.Contracts;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Loading;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>A program as it is kept.</summary>
internal static class ProgramEntry
{
    private const int DeepestBody = 64;
    private const int MostSlots = 1 << 24;

    /// <summary>Writes a program, or that there is none: a model without initialisation.</summary>
    /// <param name="program">The program; its ONNX models are <see cref="OnnxImageStep"/>s.</param>
    public static EntryWriter Write(SignatureProgram? program)
    {
        var writer = new EntryWriter();
        writer.Bool(program is not null);
        if (program is not null)
        {
            Write(writer, program);
        }

        return writer;
    }

    /// <summary>Reads a program.</summary>
    /// <param name="reader">The entry.</param>
    /// <param name="weightsFolder">The folder of the model's weights.</param>
    /// <exception cref="InvalidDataException">The entry is damaged.</exception>
    public static SignatureProgram? Read(EntryReader reader, string weightsFolder) => reader.Bool() ? Program(reader, weightsFolder, 0) : null;

    internal static void Write(EntryWriter writer, SignatureProgram program)
    {
        writer.Text(program.Name);
        writer.Int(program.SlotCount);
        Write(writer, program.Inputs);
        Write(writer, program.Outputs);
        writer.Int(program.Constants.Count);
        foreach (ProgramConstant constant in program.Constants)
        {
            writer.Int(constant.Slot);
            Write(writer, constant.Value);
        }

        writer.Int(program.Steps.Count);
        foreach (ProgramStep step in program.Steps)
        {
            Write(writer, step);
        }
    }

    internal static SignatureProgram Program(EntryReader reader, string weightsFolder, int depth)
    {
        if (depth > DeepestBody)
        {
            throw EntryReader.Damaged();
        }

        string name = reader.Text();
        int slots = reader.Int(MostSlots);
        ProgramTensor[] inputs = Tensors(reader, slots);
        ProgramTensor[] outputs = Tensors(reader, slots);
        var constants = new ProgramConstant[reader.Count()];
        for (int i = 0; i < constants.Length; i++)
        {
            constants[i] = new ProgramConstant(reader.Int(slots), Constant(reader));
        }

        var steps = new ProgramStep[reader.Count()];
        for (int i = 0; i < steps.Length; i++)
        {
            int[] read = Slots(reader, slots, 0);
            int[] written = Slots(reader, slots, -1);
            steps[i] = reader.Bool()
                ? new OnnxImageStep(ImageEntry.Read(reader, weightsFolder), read, written)
                : KernelEntry.Read(reader, read, written, weightsFolder, depth);
        }

        return new SignatureProgram(name, inputs, outputs, constants, steps, slots);
    }

    private static void Write(EntryWriter writer, IReadOnlyList<ProgramTensor> tensors)
    {
        writer.Int(tensors.Count);
        foreach (ProgramTensor tensor in tensors)
        {
            writer.Text(tensor.Key);
            writer.Int((int)tensor.DType);
            writer.Int(tensor.Slot);
            writer.Shape(tensor.Shape);
        }
    }

    private static ProgramTensor[] Tensors(EntryReader reader, int slots)
    {
        var tensors = new ProgramTensor[reader.Count()];
        for (int i = 0; i < tensors.Length; i++)
        {
            string key = reader.Text();
            var dtype = (DType)reader.Int();
            int slot = reader.Int(slots);
            tensors[i] = new ProgramTensor(key, dtype, reader.Shape(), slot);
        }

        return tensors;
    }

    private static void Write(EntryWriter writer, ConstantTensor value)
    {
        writer.Int((int)value.DType);
        writer.Longs(value.Shape);
        writer.Bytes(value.Bytes.Span);
        writer.Int(value.Strings.Count);
        foreach (ReadOnlyMemory<byte> text in value.Strings)
        {
            writer.Bytes(text.Span);
        }
    }

    private static ConstantTensor Constant(EntryReader reader)
    {
        var dtype = (DType)reader.Int();
        long[] shape = reader.Longs();
        byte[] bytes = reader.Bytes();
        var strings = new ReadOnlyMemory<byte>[reader.Count(sizeof(int))];
        for (int i = 0; i < strings.Length; i++)
        {
            strings[i] = reader.Bytes();
        }

        try
        {
            return dtype == DType.String ? new ConstantTensor(shape, strings) : new ConstantTensor(dtype, shape, bytes);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw EntryReader.Damaged();
        }
    }

    private static void Write(EntryWriter writer, ProgramStep step)
    {
        writer.Ints(step.Inputs);
        writer.Ints(step.Outputs);
        writer.Bool(step is OnnxImageStep);
        switch (step)
        {
            case OnnxImageStep onnx:
                ImageEntry.Write(writer, onnx.Image);
                break;
            case KernelStep kernel:
                KernelEntry.Write(writer, kernel);
                break;
            default:
                throw new ArgumentException($"A step of type {step.GetType().Name} cannot be kept.", nameof(step));
        }
    }

    private static int[] Slots(EntryReader reader, int slots, int first)
    {
        int[] numbers = reader.Ints();
        foreach (int number in numbers)
        {
            if (number < first || number >= slots)
            {
                throw EntryReader.Damaged();
            }
        }

        return numbers;
    }
}
