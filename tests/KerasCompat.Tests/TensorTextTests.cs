using System.Globalization;
using System.Numerics.Tensors;
using KerasCompat.Engines;

namespace KerasCompat.Tests;

public sealed class TensorTextTests
{
    [Fact]
    public void A_tensor_is_its_shape_and_its_elements() =>
        Assert.Equal("[2,2] { 1, 2.5, -3, 0 }", TensorText.Format(Tensor.Create(new[] { 1, 2.5, -3, 0 }, [2, 2])));

    [Fact]
    public void Of_many_elements_the_first_are_shown() =>
        Assert.Equal("[100] { 0, 0, 0, 0, 0, 0, 0, 0, ... }", TensorText.Format(Tensor.Create(new int[100])));

    [Fact]
    public void An_empty_tensor_is_its_shape() => Assert.Equal("[0,3] { }", TensorText.Format(Tensor.Create(Array.Empty<int>(), [0, 3])));

    [Fact]
    public void Long_strings_are_cut() => Assert.Equal($"\"{new string('a', 40)}...\"", TensorText.Format(new string('a', 41)));

    [Fact]
    public void Numbers_are_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            Assert.Equal("0.5", TensorText.Format(0.5f));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_result_names_its_outputs() => Assert.Equal("PredictResult { A = 1, B = [1] { 2 } }", TensorText.FormatResult("PredictResult", ("A", "1"), ("B", "[1] { 2 }")));
}
