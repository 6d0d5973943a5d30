using KerasCompat.Onnx.Variables;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Tests.Variables;

public sealed class SliceSpecTests
{
    private static readonly ConstantTensor Whole = Tensors.Of([1f, 2f, 3f, 4f, 5f, 6f], 3, 2);

    [Fact]
    public void No_slice_is_the_whole_variable() => Assert.Same(Whole, SliceSpec.Cut(Whole, ""));

    [Fact]
    public void A_range_of_rows_is_cut_out()
    {
        ConstantTensor part = SliceSpec.Cut(Whole, "3 2 1,2:-");

        Assert.Equal([3f, 4f, 5f, 6f], part.Values<float>());
    }

    [Fact]
    public void A_range_of_columns_is_cut_out()
    {
        ConstantTensor part = SliceSpec.Cut(Whole, "3 2 -:1,1");

        Assert.Equal([2f, 4f, 6f], part.Values<float>());
    }

    [Theory]
    [InlineData("3 2 1,9:-")]
    [InlineData("3 2 -")]
    [InlineData("3 2 x,1:-")]
    [InlineData("3 2 1,1,1:-")]
    public void What_is_no_slice_of_the_variable_is_refused(string slice) =>
        Assert.Throws<ModelFormatException>(() => SliceSpec.Cut(Whole, slice));
}
