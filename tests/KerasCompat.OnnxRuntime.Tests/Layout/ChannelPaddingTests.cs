using KerasCompat.Onnx.Protos;
using KerasCompat.OnnxRuntime.Layout;
using static KerasCompat.OnnxRuntime.Tests.Layout.ConvolutionGraph;

namespace KerasCompat.OnnxRuntime.Tests.Layout;

public sealed class ChannelPaddingTests
{
    private const int Block = 16;

    [Fact]
    public void Half_a_block_of_channels_is_filled_up_and_no_result_changes() =>
        AssertFilled(new ConvolutionGraph().Convolve("x", "a", 3, 8).Node("Relu", ["a"], "b").Convolve("b", "y", 8, 16).Model(16));

    /// <summary>As in MobileNetV2: a small image, more channels that are convolved one by one, and the small image added again.</summary>
    [Fact]
    public void A_residual_block_is_filled_up_as_a_whole() => AssertFilled(new ConvolutionGraph()
        .Convolve("x", "a", 3, 8).Normalize("a", "b", 8)
        .Convolve("b", "c", 8, 18).Normalize("c", "d", 18).Node("Relu", ["d"], "e")
        .ConvolveGroups("e", "f", 18, 18).Normalize("f", "g", 18).Node("Relu", ["g"], "h")
        .Convolve("h", "i", 18, 8).Normalize("i", "j", 8)
        .Node("Add", ["b", "j"], "k").Convolve("k", "y", 8, 16).Model(16));

    [Theory]
    [InlineData(18)]
    [InlineData(33)]
    public void More_channels_than_a_block_are_filled_up_where_ONNX_Runtime_does_not_take_their_number(int channels) =>
        AssertFilled(new ConvolutionGraph().Convolve("x", "a", 3, channels, 3).Node("Relu", ["a"], "b").Convolve("b", "y", channels, 5, 3).Model(5));

    [Theory]
    [InlineData("Sigmoid")]
    [InlineData("HardSwish")]
    [InlineData("Softplus")]
    public void What_an_activation_makes_of_the_zeros_does_not_matter(string activation) =>
        AssertFilled(new ConvolutionGraph().Convolve("x", "a", 3, 8).Node(activation, ["a"], "b").Convolve("b", "y", 8, 16).Model(16));

    [Fact]
    public void Constants_that_are_added_or_multiplied_get_zeros_too() => AssertFilled(new ConvolutionGraph()
        .Convolve("x", "a", 3, 8)
        .Weights("factors", 8, 1, 1).Node("Mul", ["a", "factors"], "b")
        .Weights("terms", 1, 8, 1, 1).Node("Sub", ["terms", "b"], "c")
        .Weights("number").Node("Add", ["c", "number"], "d")
        .Convolve("d", "y", 8, 16).Model(16));

    [Fact]
    public void Pools_keep_the_channels() => AssertFilled(new ConvolutionGraph()
        .Convolve("x", "a", 3, 8)
        .Node("MaxPool", ["a"], "b", Ints("kernel_shape", 2, 2), Ints("strides", 2, 2))
        .Node("AveragePool", ["b"], "c", Ints("kernel_shape", 3, 3), Ints("strides", 1, 1))
        .Node("GlobalAveragePool", ["c"], "d")
        .Convolve("d", "y", 8, 16).Model(16));

    [Fact]
    public void Channels_of_an_image_can_weight_those_of_another() => AssertFilled(new ConvolutionGraph()
        .Convolve("x", "a", 3, 8)
        .Node("GlobalAveragePool", ["a"], "b").Convolve("b", "c", 8, 8).Node("HardSigmoid", ["c"], "d").Node("Mul", ["a", "d"], "e")
        .Convolve("e", "y", 8, 16).Model(16));

    [Fact]
    public void A_kernel_that_is_transposed_first_is_filled_up_behind() => AssertFilled(new ConvolutionGraph()
        .Weights("kernel", 1, 1, 3, 8).Node("Transpose", ["kernel"], "transposed", Ints("perm", 3, 2, 0, 1)).Node("Conv", ["x", "transposed"], "a")
        .Convolve("a", "y", 8, 16).Model(16));

    [Fact]
    public void A_kernel_that_is_reshaped_first_is_filled_up_behind() => AssertFilled(new ConvolutionGraph()
        .Weights("kernel", 1, 8, 3).Lengths("shape", 8, 3, 1, 1).Node("Reshape", ["kernel", "shape"], "reshaped").Node("Conv", ["x", "reshaped"], "a")
        .Convolve("a", "y", 8, 16).Model(16));

    [Fact]
    public void A_kernel_of_several_convolutions_is_filled_up_for_each() => AssertFilled(new ConvolutionGraph()
        .Convolve("x", "a", 3, 8)
        .Weights("kernel", 8, 8, 1, 1).Node("Conv", ["a", "kernel"], "b").Node("Conv", ["b", "kernel"], "c")
        .Convolve("c", "y", 8, 16).Model(16));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(48)]
    public void Channels_that_blocks_do_not_speed_up_stay(int channels) =>
        AssertUntouched(new ConvolutionGraph().Convolve("x", "a", 3, channels).Convolve("a", "y", channels, 16).Model(16));

    [Fact]
    public void A_small_image_stays_where_a_large_kernel_would_multiply_many_zeros() =>
        AssertUntouched(new ConvolutionGraph().Convolve("x", "a", 3, 8).Convolve("a", "b", 8, 16).Convolve("a", "c", 8, 16, 3).Node("Add", ["b", "c"], "y").Model(16));

    [Fact]
    public void A_result_of_the_model_stays() =>
        AssertUntouched(new ConvolutionGraph().Convolve("x", "y", 3, 8).Convolve("y", "b", 8, 16).Model(8));

    [Theory]
    [InlineData("ReduceSum")]
    [InlineData("Shape")]
    [InlineData("Softmax")]
    public void An_image_whose_channels_another_op_sees_stays(string op) =>
        AssertUntouched(new ConvolutionGraph().Convolve("x", "a", 3, 8).Node(op, ["a"], "b").Convolve("a", "y", 8, 16).Model(16));

    [Fact]
    public void Images_that_are_put_side_by_side_stay() => AssertUntouched(new ConvolutionGraph()
        .Convolve("x", "a", 3, 8).Convolve("x", "b", 3, 8).Node("Concat", ["a", "b"], "c", Int("axis", 1)).Convolve("c", "y", 16, 16).Model(16));

    [Fact]
    public void An_image_that_meets_one_from_elsewhere_stays() => AssertUntouched(new ConvolutionGraph()
        .Convolve("x", "a", 3, 8).Node("Concat", ["x", "x", "x"], "b", Int("axis", 1))
        .Convolve("x", "c", 3, 9).Node("Add", ["b", "c"], "d").Convolve("d", "y", 9, 16).Model(16));

    [Fact]
    public void An_image_of_one_channel_that_is_spread_over_others_stays() => AssertUntouched(new ConvolutionGraph()
        .Convolve("x", "a", 3, 8).Convolve("x", "b", 3, 1).Node("Mul", ["a", "b"], "c").Convolve("c", "y", 8, 16).Model(16));

    [Fact]
    public void Groups_of_several_channels_stay() =>
        AssertUntouched(new ConvolutionGraph().Convolve("x", "a", 3, 8).ConvolveGroups("a", "b", 8, 2).Convolve("b", "y", 8, 16).Model(16));

    [Fact]
    public void A_division_would_make_numbers_that_zeros_do_not_cancel() => AssertUntouched(new ConvolutionGraph()
        .Convolve("x", "a", 3, 8).Node("Exp", ["x"], "e").Convolve("e", "b", 3, 8).Node("Div", ["a", "b"], "c").Convolve("c", "y", 8, 16).Model(16));

    [Fact]
    public void A_normalization_without_epsilon_would_divide_by_zero() =>
        AssertUntouched(new ConvolutionGraph().Convolve("x", "a", 3, 8).Normalize("a", "b", 8, epsilon: 0).Convolve("b", "y", 8, 16).Model(16));

    [Fact]
    public void Weights_that_are_computed_stay() => AssertUntouched(new ConvolutionGraph()
        .Weights("kernel", 8, 3, 1, 1).Node("Sin", ["kernel"], "computed").Node("Conv", ["x", "computed"], "a").Convolve("a", "y", 8, 16).Model(16));

    [Fact]
    public void An_image_that_a_body_reads_stays()
    {
        var body = new GraphProto { Name = "body" };
        body.Node.Add(new NodeProto { OpType = "Identity", Name = "copy", Input = { "a" }, Output = { "copied" } });
        body.Output.Add(new ValueInfoProto { Name = "copied" });
        AttributeProto Branch(string name) => new() { Name = name, G = body, Type = AttributeType.Graph };

        AssertUntouched(new ConvolutionGraph()
            .Convolve("x", "a", 3, 8).Node("If", ["condition"], "b", Branch("then_branch"), Branch("else_branch")).Convolve("a", "y", 8, 16).Model(16));
    }

    [Fact]
    public void Processors_without_blocks_leave_all_as_it_is()
    {
        ModelProto model = new ConvolutionGraph().Convolve("x", "a", 3, 8).Convolve("a", "y", 8, 16).Model(16);

        Assert.False(ChannelPadding.Apply(model.Graph, ChannelBlock.None));
    }

    private static void AssertFilled(ModelProto model)
    {
        float[] expected = Run(model);

        Assert.True(ChannelPadding.Apply(model.Graph, Block));

        Assert.All(expected.Zip(Run(model)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f * Math.Max(1, Math.Abs(pair.First))));
    }

    private static void AssertUntouched(ModelProto model)
    {
        byte[] before = model.ToByteArray();

        Assert.False(ChannelPadding.Apply(model.Graph, Block));
        Assert.Equal(before, model.ToByteArray());
    }
}
