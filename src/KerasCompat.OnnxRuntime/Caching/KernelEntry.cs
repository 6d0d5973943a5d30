using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;
using KerasCompat.SavedModel.Protos;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>A step that a managed kernel runs, as it is kept.</summary>
internal static class KernelEntry
{
    /// <summary>Writes a step.</summary>
    public static void Write(EntryWriter writer, KernelStep kernel)
    {
        // Of the op's definition nothing else is read any more.
        Dictionary<string, AttrValue> attributes = kernel.Node.Attributes.Given();
        writer.Text(kernel.Node.Name);
        writer.Text(kernel.Node.Op);
        writer.Int(attributes.Count);
        foreach ((string name, AttrValue value) in attributes)
        {
            writer.Text(name);
            writer.Bytes(WireWriter.ToArray(value));
        }

        // Which of an op's kernels runs it depends on the types of what it reads.
        writer.Ints([.. kernel.Node.Inputs.Select(input => (int)input.DType)]);
        writer.Ints([.. kernel.Node.OutputTypes.Select(dtype => (int)dtype)]);
        writer.Int(kernel.Bodies.Count);
        foreach (SignatureProgram body in kernel.Bodies)
        {
            ProgramEntry.Write(writer, body);
        }
    }

    /// <summary>Reads a step.</summary>
    /// <param name="reader">The entry.</param>
    /// <param name="inputs">The slots it reads.</param>
    /// <param name="outputs">The slots it writes.</param>
    /// <param name="weightsFolder">The folder of the model's weights.</param>
    /// <param name="depth">In how many bodies the step stands.</param>
    /// <exception cref="InvalidDataException">The entry is damaged.</exception>
    public static KernelStep Read(EntryReader reader, int[] inputs, int[] outputs, string weightsFolder, int depth)
    {
        string name = reader.Text();
        string op = reader.Text();
        var values = new Dictionary<string, AttrValue>();
        for (int i = reader.Count(); i > 0; i--)
        {
            values[reader.Text()] = Attribute(reader);
        }

        var node = new TfNode(name, op, new NodeAttributes(values, null));
        node.InputList.AddRange(reader.Ints().Select(Tensor));
        node.OutputTypes = Array.ConvertAll(reader.Ints(), number => (DType)number);
        var bodies = new SignatureProgram[reader.Count()];
        for (int i = 0; i < bodies.Length; i++)
        {
            bodies[i] = ProgramEntry.Program(reader, weightsFolder, depth + 1);
        }

        return new KernelStep(node, bodies, inputs, outputs);
    }

    private static AttrValue Attribute(EntryReader reader)
    {
        try
        {
            return AttrValue.Parse(reader.Bytes());
        }
        catch (ModelFormatException)
        {
            throw EntryReader.Damaged();
        }
    }

    // A tensor of which nothing is known but its type: its producer is a step of its own or part of an ONNX model.
    private static TfOutput Tensor(int type) =>
        new(new TfNode("", "", new NodeAttributes(new Dictionary<string, AttrValue>(), null)) { OutputTypes = [(DType)type] }, 0);
}
