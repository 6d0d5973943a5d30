using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Protos;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Tests;

/// <summary>What follows from small weights alone is computed while translating; large weights stay where they are.</summary>
public sealed class WeightFoldingTests
{
    private const float Epsilon = 0.01f;

    private readonly OnnxScope _scope = new();
    private readonly Dictionary<long, ConstantTensor> _stored = [];

    [Fact]
    public void What_is_computed_of_weights_alone_is_a_weight()
    {
        OnnxValue transposed = _scope.Node("Transpose", [Stored([1, 2, 3, 4, 5, 6], 3, 2)], new OnnxAttributes { ["perm"] = new long[] { 1, 0 } });
        OnnxValue row = _scope.Node("Slice", [transposed, Longs(1), Longs(2), Longs(0)]);
        OnnxValue sum = _scope.Node("Add", [_scope.Input("x", DType.Float32, [1, 3]), row]);

        GraphProto graph = Write(sum).Graph;

        Assert.Equal("Add", Assert.Single(graph.Node).OpType);
        Assert.Equal([12f, 24, 36], Run(graph, [10, 20, 30], 1, 3));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    public void A_batch_normalization_is_part_of_the_convolution_before_it(bool hasBias, int groups)
    {
        float[] filters = groups == 1 ? [1, 2, 3, 4] : [5, 6], bias = [0.5f, -0.5f];
        float[] scale = [2, 3], offset = [10, 20], mean = [1, -1], variance = [4, 9];
        OnnxValue image = _scope.Input("x", DType.Float32, [1, 2, 1, 1]);
        OnnxValue convolved = Convolve(image, Stored(filters, 2, 2 / groups, 1, 1), hasBias ? Stored(bias, 2) : null, groups);
        OnnxValue normalized = Normalize(convolved, Stored(scale, 2), Stored(offset, 2), Stored(mean, 2), Stored(variance, 2));

        GraphProto graph = Write(normalized).Graph;

        float[] x = [7, -11];
        double[] products = groups == 1 ? [(1 * x[0]) + (2 * x[1]), (3 * x[0]) + (4 * x[1])] : [5 * x[0], 6 * x[1]];
        double[] expected = [.. products.Select((product, i) => ((product + (hasBias ? bias[i] : 0) - mean[i]) / Math.Sqrt(variance[i] + Epsilon) * scale[i]) + offset[i])];
        Assert.Equal("Conv", Assert.Single(graph.Node).OpType);
        Assert.All(Run(graph, x, 1, 2, 1, 1).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-4));
    }

    [Fact]
    public void A_convolution_that_others_read_stays_as_it_is()
    {
        OnnxValue convolved = Convolve(_scope.Input("x", DType.Float32, [1, 1, 1, 1]), Stored([3], 1, 1, 1, 1), null, 1);
        OnnxValue normalized = Normalize(convolved, Stored([1], 1), Stored([0], 1), Stored([0], 1), Stored([1], 1));

        GraphProto graph = Write(_scope.Node("Add", [convolved, normalized])).Graph;

        Assert.Equal(["Conv", "BatchNormalization", "Add"], graph.Node.Select(node => node.OpType));
    }

    [Fact]
    public void Moments_that_are_computed_stay_outside_of_the_convolution()
    {
        OnnxValue convolved = Convolve(_scope.Input("x", DType.Float32, [1, 1, 1, 1]), Stored([3], 1, 1, 1, 1), null, 1);
        OnnxValue mean = _scope.Input("mean", DType.Float32, [1]);

        GraphProto graph = Write(Normalize(convolved, Stored([1], 1), Stored([0], 1), mean, Stored([1], 1))).Graph;

        Assert.Equal(["Conv", "BatchNormalization"], graph.Node.Select(node => node.OpType));
    }

    [Fact]
    public void An_output_is_the_result_of_a_node_though_it_follows_from_weights()
    {
        OnnxValue transposed = _scope.Node("Transpose", [Stored([1, 2], 2, 1)], new OnnxAttributes { ["perm"] = new long[] { 1, 0 } });

        GraphProto graph = Write(transposed).Graph;

        Assert.Equal("y", Assert.Single(Assert.Single(graph.Node).Output));
    }

    [Fact]
    public void What_would_be_much_larger_than_the_weights_is_computed_where_it_is_used()
    {
        OnnxValue repeated = _scope.Node("Expand", [Stored([1], 1, 1), Longs(1000, 1000)]);

        GraphProto graph = Write(_scope.Node("Add", [_scope.Input("x", DType.Float32, [1, 1]), repeated])).Graph;

        Assert.Equal(["Expand", "Add"], graph.Node.Select(node => node.OpType));
    }

    [Fact]
    public void Large_weights_stay_in_their_files()
    {
        const long Rows = 1 << 20;
        OnnxValue large = _scope.WeightValue("large", new Weight("shard", 0, Rows * 3 * sizeof(float), DType.Float32, [Rows, 3]));
        OnnxValue transposed = _scope.Node("Transpose", [large], new OnnxAttributes { ["perm"] = new long[] { 1, 0 } });

        GraphProto graph = Write(_scope.Node("MatMul", [_scope.Input("x", DType.Float32, [1, 3]), transposed])).Graph;

        Assert.Equal(["Transpose", "MatMul"], graph.Node.Select(node => node.OpType));
        Assert.Equal(DataLocation.External, Assert.Single(graph.Initializer).DataLocation);
    }

    private static OnnxAttributes ConvolutionAttributes(int groups) => new()
    {
        ["kernel_shape"] = new long[] { 1, 1 },
        ["pads"] = new long[4],
        ["group"] = (long)groups,
    };

    private OnnxValue Convolve(OnnxValue image, OnnxValue filters, OnnxValue? bias, int groups) =>
        _scope.Node("Conv", bias is null ? [image, filters] : [image, filters, bias], ConvolutionAttributes(groups));

    private OnnxValue Normalize(OnnxValue image, OnnxValue scale, OnnxValue offset, OnnxValue mean, OnnxValue variance) =>
        _scope.Node("BatchNormalization", [image, scale, offset, mean, variance], new OnnxAttributes { ["epsilon"] = Epsilon });

    /// <summary>A weight that lies in a file.</summary>
    private OnnxValue Stored(float[] values, params long[] shape)
    {
        long offset = _stored.Count;
        _stored.Add(offset, Tensors.Of(values, shape));
        return _scope.WeightValue("weight", new Weight("shard", offset, values.Length * sizeof(float), DType.Float32, shape));
    }

    private OnnxValue Longs(params long[] values) => _scope.Constant(Constants.Integers(DType.Int64, values));

    private ModelProto Write(OnnxValue output) => OnnxModelWriter.Write(_scope, [output], ["y"], "test", weight => _stored[weight.Offset]).Model;

    private static float[] Run(GraphProto graph, float[] x, params long[] shape)
    {
        var model = new ModelProto { IrVersion = 9, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OnnxModelWriter.Opset });
        var program = new SignatureProgram(
            "test",
            [new ProgramTensor("x", DType.Float32, new TensorShape(shape), 0)],
            [new ProgramTensor("y", DType.Float32, TensorShape.UnknownRank, 1)],
            [],
            [new OnnxStep(model, null, [0], [1])],
            2);
        return OnnxPrograms.Run(program, new Dictionary<string, ConstantTensor> { ["x"] = Tensors.Of(x, shape) })[0].Values<float>();
    }
}
