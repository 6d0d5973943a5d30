using FsCheck.Xunit;
using KerasCompat.Onnx.Protos;
using KerasCompat.OnnxRuntime.Layout;
using static KerasCompat.OnnxRuntime.Tests.Layout.ConvolutionGraph;

namespace KerasCompat.OnnxRuntime.Tests.Layout;

public sealed class ChannelPaddingPropertyTests
{
    private static readonly string[] Activations = ["Relu", "Sigmoid", "Tanh", "HardSwish", "Exp"];

    private static readonly int[] ChannelCounts = [3, 5, 8, 12, 16, 18, 33];

    [Property(MaxTest = 100)]
    public void Whatever_convolutions_are_connected_by_no_result_changes(int seed)
    {
        ModelProto model = Connected(new Random(seed));
        float[] expected = Run(model);

        ChannelPadding.Apply(model.Graph, seed % 2 == 0 ? 8 : 16);

        Assert.All(expected.Zip(Run(model)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f * Math.Max(1, Math.Abs(pair.First))));
    }

    [Fact]
    public void Many_of_these_graphs_are_filled_up() =>
        Assert.InRange(Enumerable.Range(0, 100).Count(seed => ChannelPadding.Apply(Connected(new Random(seed)).Graph, 16)), 25, 100);

    /// <summary>Ops that read any of the images before them; the last one gives the result.</summary>
    private static ModelProto Connected(Random random)
    {
        var graph = new ConvolutionGraph();
        List<(string Name, int Channels)> images = [("x", 3)];
        int count = random.Next(4, 16);
        for (int i = 0; i < count; i++)
        {
            (string from, int channels) = images[random.Next(4) == 0 ? random.Next(images.Count) : ^1];
            string to = i == count - 1 ? "y" : $"i{i}";
            images.Add((to, Add(random, graph, from, to, channels, images)));
        }

        return graph.Model(images[^1].Channels);
    }

    /// <returns>How many channels the result has.</returns>
    private static int Add(Random random, ConvolutionGraph graph, string from, string to, int channels, List<(string Name, int Channels)> images)
    {
        switch (random.Next(12))
        {
            case 0:
                graph.ConvolveGroups(from, to, channels, channels);
                break;
            case 1:
                graph.Normalize(from, to, channels);
                break;
            case 2:
                graph.Node(Activations[random.Next(Activations.Length)], [from], to);
                break;
            case 3:
                string[] equal = [.. images.Where(image => image.Channels == channels).Select(image => image.Name)];
                graph.Node(random.Next(2) == 0 ? "Add" : "Mul", [from, equal[random.Next(equal.Length)]], to);
                break;
            case 4:
                graph.Weights(to + "_factors", channels, 1, 1).Node(random.Next(2) == 0 ? "Sub" : "Mul", [to + "_factors", from], to);
                break;
            case 5:
                graph.Node("MaxPool", [from], to, Ints("kernel_shape", 3, 3), Ints("pads", 1, 1, 1, 1), Ints("strides", 1, 1));
                break;
            case 6:
                graph.Node("Concat", [from, "x"], to, Int("axis", 1));
                return channels + 3;
            default:
                int filters = ChannelCounts[random.Next(ChannelCounts.Length)];
                graph.Convolve(from, to, channels, filters, random.Next(4) == 0 ? 3 : 1);
                return filters;
        }

        return channels;
    }
}
