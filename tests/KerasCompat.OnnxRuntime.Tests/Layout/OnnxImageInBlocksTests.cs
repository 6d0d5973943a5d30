using FsCheck;
using FsCheck.Xunit;
using KerasCompat.Onnx.Protos;
using KerasCompat.OnnxRuntime.Layout;
using KerasCompat.OnnxRuntime.Loading;

namespace KerasCompat.OnnxRuntime.Tests.Layout;

public sealed class OnnxImageInBlocksTests
{
    [Fact]
    public void A_kept_model_with_convolutions_is_filled_up_when_it_is_loaded()
    {
        OnnxImage image = Image(new ConvolutionGraph().Convolve("x", "a", 3, 8).Convolve("a", "y", 8, 16).Model(16));

        ModelProto filled = ModelProto.Parse(image.InBlocks(16).Bytes);

        string kernel = filled.Graph.Node[0].Input[1];
        Assert.Equal([16L, 3, 1, 1], filled.Graph.Initializer.Single(initializer => initializer.Name == kernel).Dims);
    }

    [Fact]
    public void A_kept_model_stays_where_blocks_change_nothing()
    {
        OnnxImage convolved = Image(new ConvolutionGraph().Convolve("x", "y", 3, 8).Model(8));
        OnnxImage other = Image(new ConvolutionGraph().Node("Relu", ["x"], "y").Model(3));

        Assert.Same(convolved, convolved.InBlocks(16));
        Assert.Same(convolved, convolved.InBlocks(ChannelBlock.None));
        Assert.Same(other, other.InBlocks(16));
    }

    /// <summary>What stands in a kept entry anybody may have written.</summary>
    [Property]
    public void A_damaged_model_is_left_to_ONNX_Runtime(NonNegativeInt position, byte value)
    {
        byte[] bytes = new ConvolutionGraph().Convolve("x", "a", 3, 8).Normalize("a", "b", 8).Node("Add", ["a", "b"], "c").Convolve("c", "y", 8, 16).Model(16).ToByteArray();
        bytes[position.Get % bytes.Length] = value;

        Assert.NotNull(new OnnxImage(bytes, [], [], [], null).InBlocks(16));
    }

    private static OnnxImage Image(ModelProto model) => new(model.ToByteArray(), [], [], [], null);
}
