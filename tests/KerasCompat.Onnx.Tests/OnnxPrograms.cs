using KerasCompat.Contracts;
using KerasCompat.Onnx.Program;
using KerasCompat.SavedModel.Graph;
using Microsoft.ML.OnnxRuntime;
using OrtType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace KerasCompat.Onnx.Tests;

/// <summary>Runs a program that is all ONNX, the plainest way there is.</summary>
internal static class OnnxPrograms
{
    public static IReadOnlyList<ConstantTensor> Run(SignatureProgram program, IReadOnlyDictionary<string, ConstantTensor> inputs)
    {
        var slots = new Dictionary<int, ConstantTensor>();
        foreach (ProgramTensor input in program.Inputs)
        {
            slots[input.Slot] = inputs[input.Key];
        }

        foreach (ProgramConstant constant in program.Constants)
        {
            slots[constant.Slot] = constant.Value;
        }

        foreach (OnnxStep step in program.Steps.Cast<OnnxStep>())
        {
            Run(step, slots);
        }

        return [.. program.Outputs.Select(o => slots[o.Slot])];
    }

    private static void Run(OnnxStep step, Dictionary<int, ConstantTensor> slots)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, IntraOpNumThreads = 1 };
        if (step.ExternalDataFolder is { } folder)
        {
            options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", folder);
        }

        using var session = new InferenceSession(step.Model.ToByteArray(), options);
        string[] names = [.. step.Model.Graph.Input.Select(i => i.Name)];
        OrtValue[] values = [.. step.Inputs.Select(slot => ToOrt(slots[slot]))];
        using var runOptions = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(runOptions, names, values, [.. step.Model.Graph.Output.Select(o => o.Name)]);
        for (int i = 0; i < results.Count; i++)
        {
            slots[step.Outputs[i]] = FromOrt(results[i]);
        }

        foreach (OrtValue value in values)
        {
            value.Dispose();
        }
    }

    private static OrtValue ToOrt(ConstantTensor tensor)
    {
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, Types[tensor.DType], [.. tensor.Shape]);
        tensor.Bytes.Span.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    private static ConstantTensor FromOrt(OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        DType dtype = Types.First(t => t.Value == info.ElementDataType).Key;
        return new ConstantTensor(dtype, info.Shape, value.GetTensorMutableRawData().ToArray());
    }

    private static readonly Dictionary<DType, OrtType> Types = new()
    {
        [DType.Float32] = OrtType.Float,
        [DType.Float64] = OrtType.Double,
        [DType.Float16] = OrtType.Float16,
        [DType.BFloat16] = OrtType.BFloat16,
        [DType.Int8] = OrtType.Int8,
        [DType.Int16] = OrtType.Int16,
        [DType.Int32] = OrtType.Int32,
        [DType.Int64] = OrtType.Int64,
        [DType.UInt8] = OrtType.UInt8,
        [DType.UInt16] = OrtType.UInt16,
        [DType.UInt32] = OrtType.UInt32,
        [DType.UInt64] = OrtType.UInt64,
        [DType.Bool] = OrtType.Bool,
    };
}
