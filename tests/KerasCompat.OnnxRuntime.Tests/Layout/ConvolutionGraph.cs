using KerasCompat.Contracts;
using KerasCompat.Onnx.Protos;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using Microsoft.ML.OnnxRuntime;

namespace KerasCompat.OnnxRuntime.Tests.Layout;

/// <summary>A chain of ops on images of 6 times 6 pixels: from the input "x" with three channels to the output "y".</summary>
internal sealed class ConvolutionGraph
{
    private const int Size = 6;

    private readonly OnnxGraph _graph = new OnnxGraph().Input("x", DType.Float32, -1, 3, Size, Size);
    private readonly Random _random = new(1);

    /// <summary>A convolution of all channels that keeps the size.</summary>
    public ConvolutionGraph Convolve(string from, string to, int channels, int filters, int kernel = 1)
    {
        Weights(to + "_kernel", filters, channels, kernel, kernel).Weights(to + "_bias", filters);
        return Node("Conv", [from, to + "_kernel", to + "_bias"], to, Ints("pads", kernel / 2, kernel / 2, kernel / 2, kernel / 2));
    }

    /// <summary>A convolution in groups that keeps the size.</summary>
    public ConvolutionGraph ConvolveGroups(string from, string to, int channels, int groups) =>
        Weights(to + "_kernel", channels, channels / groups, 3, 3).Node("Conv", [from, to + "_kernel"], to, Ints("pads", 1, 1, 1, 1), Int("group", groups));

    /// <summary>A batch normalization.</summary>
    public ConvolutionGraph Normalize(string from, string to, int channels, float epsilon = 0.001f)
    {
        foreach (string parameter in (string[])["scale", "bias", "mean", "variance"])
        {
            Weights($"{to}_{parameter}", channels);
        }

        return Node(
            "BatchNormalization", [from, to + "_scale", to + "_bias", to + "_mean", to + "_variance"], to,
            new AttributeProto { Name = "epsilon", F = epsilon, Type = AttributeType.Float });
    }

    /// <summary>A constant of numbers between 0 and 1.</summary>
    public ConvolutionGraph Weights(string name, params long[] shape)
    {
        _graph.Constant(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => _random.NextSingle())]);
        return this;
    }

    /// <summary>A constant shape.</summary>
    public ConvolutionGraph Lengths(string name, params ReadOnlySpan<long> values)
    {
        _graph.Constant(name, values);
        return this;
    }

    public ConvolutionGraph Node(string op, string[] from, string to, params AttributeProto[] attributes)
    {
        _graph.Node(op, from, [to], attributes);
        return this;
    }

    public ModelProto Model(int channels)
    {
        _graph.Output("y", DType.Float32, -1, channels, -1, -1);
        return _graph.Model();
    }

    /// <summary>What a model makes of two images.</summary>
    public static float[] Run(ModelProto model)
    {
        var random = new Random(2);
        using OrtValue images = OrtValue.CreateTensorValueFromMemory(
            Enumerable.Range(0, 2 * 3 * Size * Size).Select(_ => random.NextSingle() - 0.5f).ToArray(), [2, 3, Size, Size]);
        using var session = new InferenceSession(model.ToByteArray());
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["x"], [images], ["y"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public static AttributeProto Int(string name, long value) => new() { Name = name, I = value, Type = AttributeType.Int };

    public static AttributeProto Ints(string name, params long[] values) => new() { Name = name, Type = AttributeType.Ints, Ints = values };
}
