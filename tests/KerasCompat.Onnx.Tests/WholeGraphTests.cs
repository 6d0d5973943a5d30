using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.Onnx.Tests.SmallGraph;

namespace KerasCompat.Onnx.Tests;

/// <summary>
/// Whatever is moved, merged or folded between ops: a graph gives what its ops give one by one. Graphs of images are made up at random, each run
/// as a whole and op by op.
/// </summary>
public sealed class WholeGraphTests
{
    public static TheoryData<int, bool> Seeds()
    {
        var data = new TheoryData<int, bool>();
        for (int seed = 0; seed < 100; seed++)
        {
            data.Add(seed, seed % 2 == 0);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_graph_gives_what_its_ops_give_one_by_one(int seed, bool sizesAreKnown)
    {
        // Every third has as many channels as rows and columns: sizes alone do not tell its dimensions apart.
        long[] shape = seed % 3 == 2 ? [2, 4, 4, 4] : [2, 6, 5, 3];
        var network = new RandomNetwork(seed, shape);
        ConstantTensor image = Tensors.Of(ConvolutionOpsTests.Numbers((int)shape.Aggregate(1L, (product, size) => product * size), seed + 1), shape);

        ConstantTensor expected = network.RunOpByOp(image);
        ConstantTensor whole = network.RunWhole(image, sizesAreKnown);

        Assert.Equal(expected.Shape, whole.Shape);
        Close(expected.Values<float>(), whole.Values<float>());
    }

    private static void Close(float[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-3 + (1e-3 * Math.Abs(expected[i])), $"element {i}: {expected[i]} became {actual[i]}");
        }
    }

    /// <summary>Nodes that each read one or two results made before them, and constants.</summary>
    private sealed class RandomNetwork
    {
        private const int Length = 12;

        private readonly Random _random;
        private readonly List<Step> _steps = [];
        private readonly List<long[]> _shapes = [];

        public RandomNetwork(int seed, long[] shape)
        {
            _random = new Random(seed);
            _shapes.Add(shape);
            while (_steps.Count < Length)
            {
                Add();
            }
        }

        public ConstantTensor RunOpByOp(ConstantTensor image)
        {
            var values = new List<ConstantTensor> { image };
            foreach (Step step in _steps)
            {
                var graph = new SmallGraph();
                var inputs = new List<(string, ConstantTensor)>();
                foreach (int read in step.Reads.Distinct())
                {
                    graph.Input(Name(read), DType.Float32, [.. values[read].Shape]);
                    inputs.Add((Name(read), values[read]));
                }

                Write(graph, step, values.Count);
                values.Add(graph.Run(Name(values.Count), [.. inputs]));
            }

            return values[^1];
        }

        public ConstantTensor RunWhole(ConstantTensor image, bool sizesAreKnown)
        {
            SmallGraph graph = new SmallGraph().Input(Name(0), DType.Float32, sizesAreKnown ? [-1, .. _shapes[0][1..]] : [-1, -1, -1, _shapes[0][3]]);
            for (int i = 0; i < _steps.Count; i++)
            {
                Write(graph, _steps[i], i + 1);
            }

            return graph.Run(Name(_steps.Count), (Name(0), image));
        }

        private static string Name(int value) => value == 0 ? "x" : "n" + value.ToString(System.Globalization.CultureInfo.InvariantCulture);

        private static void Write(SmallGraph graph, Step step, int index)
        {
            string name = Name(index);
            string[] constants = [.. step.Constants.Select((_, i) => $"{name}/c{i}")];
            for (int i = 0; i < constants.Length; i++)
            {
                graph.Const(constants[i], step.Constants[i]);
            }

            graph.Node(name, step.Op, [.. step.Reads.Select(Name), .. constants], step.Attributes, [DType.Float32]);
        }

        private void Add()
        {
            int read = _random.Next(3) == 0 ? _random.Next(_shapes.Count) : _shapes.Count - 1;
            long[] shape = _shapes[read];
            if (shape.Length != 4)
            {
                AddToSequence(read, shape);
                return;
            }

            long channels = shape[3];
            switch (_random.Next(21))
            {
                case 0 or 1:
                    int outputs = _random.Next(1, 4);
                    Push("Conv2D", [read], [Random(3, 3, channels, outputs)], ConvolutionOpsTests.Window(1, 1, "SAME", DType.Float32), [shape[0], shape[1], shape[2], outputs]);
                    break;
                case 2:
                    Push("DepthwiseConv2dNative", [read], [Random(2, 2, channels, 1)], ConvolutionOpsTests.Window(1, 1, "SAME", DType.Float32), shape);
                    break;
                case 3:
                    Dictionary<string, AttrValue> window = ConvolutionOpsTests.Window(1, 1, "SAME", DType.Float32);
                    window["ksize"] = Ints(1, 2, 2, 1);
                    Push(_random.Next(2) == 0 ? "MaxPool" : "AvgPool", [read], [], window, shape);
                    break;
                case 4:
                    Push(((string[])["Relu", "Sigmoid", "Neg", "Tanh", "Relu6"])[_random.Next(5)], [read], [], [], shape);
                    break;
                case 5:
                    Push("BiasAdd", [read], [Random(channels)], [], shape);
                    break;
                case 6:
                    ConstantTensor[] operands = [Random(), Random(channels), Random(1, 1, channels), Random(1, shape[1], shape[2], 1), Random(shape[2], 1)];
                    Push(((string[])["Mul", "AddV2", "Sub", "Maximum"])[_random.Next(4)], [read], [operands[_random.Next(operands.Length)]], [], shape);
                    break;
                case 7 when Partner(shape) is { } other:
                    Push(((string[])["Mul", "AddV2", "Minimum"])[_random.Next(3)], [read, other], [], [], shape);
                    break;
                case 8 when Partner(shape) is { } other:
                    Push("ConcatV2", [read, other], [Tensors.Scalar(3)], [], [shape[0], shape[1], shape[2], 2 * channels]);
                    break;
                case 9:
                    Push("Pad", [read], [Tensors.Of([0, 0, 1, 0, 0, 1, 0, 0], 4, 2)], [], [shape[0], shape[1] + 1, shape[2] + 1, channels]);
                    break;
                case 10 when shape[1] > 2 && shape[2] > 2:
                    Push("Slice", [read], [Tensors.Of([0, 1, 0, 0], 4), Tensors.Of([-1, (int)shape[1] - 1, (int)shape[2] - 1, -1], 4)], [], [shape[0], shape[1] - 1, shape[2] - 1, channels]);
                    break;
                case 11:
                    Push("Mean", [read], [Tensors.Of([1, 2], 2)], new() { ["keep_dims"] = Bool(true) }, [shape[0], 1, 1, channels]);
                    break;
                case 12:
                    Push("Mean", [read], [Tensors.Scalar(1)], new() { ["keep_dims"] = Bool(false) }, [shape[0], shape[2], channels]);
                    break;
                case 13:
                    long rows = (shape[1] + 1) / 2, columns = (shape[2] + 1) / 2;
                    Push("Conv2D", [read], [Random(3, 3, channels, 2)], ConvolutionOpsTests.Window(2, 1, "SAME", DType.Float32), [shape[0], rows, columns, 2]);
                    break;
                case 14 when shape[1] * shape[2] < 64:
                    Push("ResizeNearestNeighbor", [read], [Tensors.Of([(int)shape[1] * 2, (int)shape[2] * 2], 2)], new() { ["half_pixel_centers"] = Bool(true) }, [shape[0], shape[1] * 2, shape[2] * 2, channels]);
                    break;
                case 15:
                    Push("Transpose", [read], [Tensors.Of([0, 2, 1, 3], 4)], [], [shape[0], shape[2], shape[1], channels]);
                    break;
                case 16:
                    Push("Reshape", [read], [Tensors.Of([-1, (int)(shape[1] * shape[2]), (int)channels], 3)], [], [shape[0], shape[1] * shape[2], channels]);
                    break;
                case 17:
                    Push("BatchMatMulV2", [read], [Random(channels, 3)], [], [shape[0], shape[1], shape[2], 3]);
                    break;
                case 18:
                    Push("Softmax", [read], [], [], shape);
                    break;
                case 19 when shape[1] % 2 == 0 && shape[2] % 2 == 0:
                    Push("SpaceToDepth", [read], [], new() { ["block_size"] = Int(2) }, [shape[0], shape[1] / 2, shape[2] / 2, channels * 4]);
                    break;
                default:
                    Push("FusedBatchNormV3", [read], [Random(channels), Random(channels), Random(channels), Tensors.Of([.. Enumerable.Repeat(1.5f, (int)channels)], channels)], new() { ["is_training"] = Bool(false) }, shape);
                    break;
            }
        }

        private void AddToSequence(int read, long[] shape)
        {
            switch (_random.Next(6))
            {
                case 0:
                    Push("Relu", [read], [], [], shape);
                    break;
                case 2:
                    Push("BatchMatMulV2", [read], [Random(shape[2], 2)], [], [shape[0], shape[1], 2]);
                    break;
                case 3:
                    Push("Reshape", [read], [Tensors.Of([(int)shape[0], -1, 1, (int)shape[2]], 4)], [], [shape[0], shape[1], 1, shape[2]]);
                    break;
                case 1:
                    Push("BiasAdd", [read], [Random(shape[2])], [], shape);
                    break;
                default:
                    int axis = _random.Next(1, 3);
                    Push("ExpandDims", [read], [Tensors.Scalar(axis)], [], axis == 1 ? [shape[0], 1, shape[1], shape[2]] : [shape[0], shape[1], 1, shape[2]]);
                    break;
            }
        }

        private int? Partner(long[] shape)
        {
            int[] fitting = [.. Enumerable.Range(0, _shapes.Count).Where(i => _shapes[i].AsSpan().SequenceEqual(shape))];
            return fitting.Length == 0 ? null : fitting[_random.Next(fitting.Length)];
        }

        private void Push(string op, int[] reads, ConstantTensor[] constants, Dictionary<string, AttrValue> attributes, long[] shape)
        {
            _steps.Add(new Step(op, reads, constants, attributes));
            _shapes.Add(shape);
        }

        private ConstantTensor Random(params long[] shape) =>
            Tensors.Of(ConvolutionOpsTests.Numbers((int)shape.Aggregate(1L, (p, d) => p * d), _random.Next()).Select(v => v / 2).ToArray(), shape);

        private sealed record Step(string Op, int[] Reads, ConstantTensor[] Constants, Dictionary<string, AttrValue> Attributes);
    }
}
