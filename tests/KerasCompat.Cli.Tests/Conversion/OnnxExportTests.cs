using KerasCompat.Cli.Conversion;
using KerasCompat.Contracts;
using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Protos;
using KerasCompat.SavedModel.Graph;
using Microsoft.ML.OnnxRuntime;

namespace KerasCompat.Cli.Tests.Conversion;

/// <summary>Programs that are more, or less, than one graph from inputs to outputs.</summary>
public class OnnxExportTests
{
    private static readonly TensorShape Vector = new(2);

    [Fact]
    public void An_output_that_is_an_input_becomes_a_value_of_its_own()
    {
        (ModelProto model, string? weights) = OnnxExport.Of(Program(inputs: ["x"], outputs: [("x", 0)]));

        Assert.Null(weights);
        Assert.Equal(["x", "x_1"], [.. Names(model.Graph.Input), .. Names(model.Graph.Output)]);
        Assert.Equal([1f, 2f], Run(model, [1, 2], "x_1"));
    }

    [Fact]
    public void An_output_that_is_a_constant_is_given()
    {
        var constant = new ProgramConstant(1, new ConstantTensor(DType.Float32, [2], Floats(3, 4)));

        (ModelProto model, _) = OnnxExport.Of(Program(["x"], [("y", 1)], constant));

        Assert.Equal([3f, 4f], Run(model, [1, 2], "y"));
    }

    [Fact]
    public void Two_outputs_of_one_value_are_both_given()
    {
        (ModelProto model, _) = OnnxExport.Of(Program(["x"], [("a", 0), ("b", 0)]));

        Assert.Equal(["a", "b"], Names(model.Graph.Output));
        Assert.Equal([1f, 2f], Run(model, [1, 2], "b"));
    }

    [Fact]
    public void An_input_that_nothing_reads_stays_an_input()
    {
        (ModelProto model, _) = OnnxExport.Of(Program(["x", "unread"], [("y", 0)]));

        Assert.Equal(["x", "unread"], Names(model.Graph.Input));
    }

    private static SignatureProgram Program(string[] inputs, (string Key, int Slot)[] outputs, params ProgramConstant[] constants) => new(
        "serving_default",
        [.. inputs.Select((key, i) => new ProgramTensor(key, DType.Float32, Vector, i == 0 ? 0 : 10 + i))],
        [.. outputs.Select(o => new ProgramTensor(o.Key, DType.Float32, Vector, o.Slot))],
        constants,
        [],
        20);

    private static string[] Names(IEnumerable<ValueInfoProto> values) => [.. values.Select(v => v.Name)];

    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static float[] Run(ModelProto model, float[] x, string output)
    {
        using var session = new InferenceSession(model.ToByteArray());
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(x, [x.Length]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, new Dictionary<string, OrtValue> { ["x"] = input }, [output]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
