using Google.Protobuf;
using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Caching.Protos;
using KerasCompat.OnnxRuntime.Loading;
using KerasCompat.SavedModel.Graph;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>Turns programs into messages and back.</summary>
internal static class ProgramSerializer
{
    /// <summary>The message of a program.</summary>
    /// <param name="program">The program; its ONNX models are <see cref="OnnxImageStep"/>s.</param>
    public static CachedProgram Write(SignatureProgram program)
    {
        var message = new CachedProgram { Name = program.Name, SlotCount = program.SlotCount };
        message.Inputs.Add(program.Inputs.Select(Write));
        message.Outputs.Add(program.Outputs.Select(Write));
        message.Constants.Add(program.Constants.Select(Write));
        message.Steps.Add(program.Steps.Select(Write));
        return message;
    }

    /// <summary>The program of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="weightsFolder">The folder of the model's weights.</param>
    public static SignatureProgram Read(CachedProgram message, string weightsFolder) => new(
        message.Name,
        [.. message.Inputs.Select(Read)],
        [.. message.Outputs.Select(Read)],
        [.. message.Constants.Select(Read)],
        [.. message.Steps.Select(step => Read(step, weightsFolder))],
        message.SlotCount);

    private static CachedTensor Write(ProgramTensor tensor)
    {
        var message = new CachedTensor { Key = tensor.Key, Dtype = (int)tensor.DType, HasRank = tensor.Shape.HasRank, Slot = tensor.Slot };
        message.Dimensions.Add(tensor.Shape.Dimensions);
        return message;
    }

    private static ProgramTensor Read(CachedTensor message) => new(
        message.Key, (DType)message.Dtype, message.HasRank ? new TensorShape([.. message.Dimensions]) : TensorShape.UnknownRank, message.Slot);

    private static CachedConstant Write(ProgramConstant constant)
    {
        ConstantTensor value = constant.Value;
        var message = new CachedConstant { Slot = constant.Slot, Dtype = (int)value.DType, Bytes = UnsafeByteOperations.UnsafeWrap(value.Bytes) };
        message.Shape.Add(value.Shape);
        message.Strings.Add(value.Strings.Select(UnsafeByteOperations.UnsafeWrap));
        return message;
    }

    private static ProgramConstant Read(CachedConstant message) => new(
        message.Slot,
        (DType)message.Dtype == DType.String
            ? new ConstantTensor([.. message.Shape], [.. message.Strings.Select(text => text.Memory)])
            : new ConstantTensor((DType)message.Dtype, [.. message.Shape], message.Bytes.Memory));

    private static CachedStep Write(ProgramStep step)
    {
        var message = new CachedStep();
        message.Inputs.Add(step.Inputs);
        message.Outputs.Add(step.Outputs);
        switch (step)
        {
            case OnnxImageStep onnx:
                message.Model = Write(onnx.Image);
                break;
            case KernelStep kernel:
                message.Node = Write(kernel);
                break;
            default:
                throw new ArgumentException($"A step of type {step.GetType().Name} cannot be kept.", nameof(step));
        }

        return message;
    }

    private static ProgramStep Read(CachedStep message, string weightsFolder) => message.StepCase == CachedStep.StepOneofCase.Model
        ? new OnnxImageStep(Read(message.Model, weightsFolder), [.. message.Inputs], [.. message.Outputs])
        : Read(message.Node, message, weightsFolder);

    private static CachedModel Write(OnnxImage image)
    {
        var message = new CachedModel { Model = UnsafeByteOperations.UnsafeWrap(image.Bytes) };
        message.Inputs.Add(image.Inputs.Select(Write));
        message.Outputs.Add(image.Outputs.Select(Write));
        foreach (OnnxImage.Weight weight in image.Weights)
        {
            var entry = new CachedWeight
            {
                Name = weight.Name, File = weight.File, Offset = weight.Offset, Length = weight.Length, ElementType = weight.ElementType,
            };
            entry.Shape.Add(weight.Shape);
            message.Weights.Add(entry);
        }

        return message;
    }

    private static OnnxImage Read(CachedModel message, string weightsFolder) => new(
        message.Model.ToByteArray(),
        [.. message.Inputs.Select(port => new OnnxImage.Port(port.Name, (DType)port.Dtype))],
        [.. message.Outputs.Select(port => new OnnxImage.Port(port.Name, (DType)port.Dtype))],
        [.. message.Weights.Select(weight => new OnnxImage.Weight(weight.Name, weight.File, weight.Offset, weight.Length, weight.ElementType, [.. weight.Shape]))],
        weightsFolder);

    private static CachedPort Write(OnnxImage.Port port) => new() { Name = port.Name, Dtype = (int)port.DType };

    private static CachedNode Write(KernelStep kernel)
    {
        NodeAttributes attributes = kernel.Node.Attributes;
        var message = new CachedNode { Name = kernel.Node.Name, Op = kernel.Node.Op };
        foreach ((string name, AttrValue value) in attributes.Values)
        {
            message.Attributes.Add(name, value.ToByteString());
        }

        if (attributes.Definition is { } definition)
        {
            message.Definition = definition.ToByteString();
        }

        message.InputTypes.Add(kernel.Node.Inputs.Select(input => (int)input.DType));
        message.OutputTypes.Add(kernel.Node.OutputTypes.Select(dtype => (int)dtype));
        message.Bodies.Add(kernel.Bodies.Select(Write));
        return message;
    }

    private static KernelStep Read(CachedNode message, CachedStep step, string weightsFolder)
    {
        var values = message.Attributes.ToDictionary(entry => entry.Key, entry => AttrValue.Parser.ParseFrom(entry.Value));
        OpDef? definition = message.HasDefinition ? OpDef.Parser.ParseFrom(message.Definition) : null;
        var node = new TfNode(message.Name, message.Op, new NodeAttributes(values, definition))
        {
            OutputTypes = [.. message.OutputTypes.Select(number => (DType)number)],
        };
        node.InputList.AddRange(message.InputTypes.Select(Tensor));
        return new KernelStep(node, [.. message.Bodies.Select(body => Read(body, weightsFolder))], [.. step.Inputs], [.. step.Outputs]);
    }

    // A tensor of which nothing is known but its type: its producer is a step of its own or part of an ONNX model.
    private static TfOutput Tensor(int type) =>
        new(new TfNode("", "", new NodeAttributes(new Dictionary<string, AttrValue>(), null)) { OutputTypes = [(DType)type] }, 0);
}
