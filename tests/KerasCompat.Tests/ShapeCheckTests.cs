using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Tests;

public sealed class ShapeCheckTests
{
    [Theory]
    [InlineData(new long[] { -1, 10 }, new[] { 3, 10 })]
    [InlineData(new long[] { -1, 10 }, new[] { 0, 10 })]
    [InlineData(new long[] { -1, 10 }, new[] { 10 })]
    [InlineData(new long[] { -1 }, new[] { 5 })]
    [InlineData(new long[] { 4, 3 }, new[] { 4, 3 })]
    [InlineData(new long[] { -1, -1, -1, 3 }, new[] { 8, 9, 3 })]
    public void A_shape_that_the_signature_states_passes(long[] stated, int[] given) => Check(stated).Input(0, Lengths(given));

    [Theory]
    [InlineData(new long[] { -1, 10 }, new[] { 9 })]
    [InlineData(new long[] { -1, 10 }, new[] { 3, 9 })]
    [InlineData(new long[] { -1, 10 }, new[] { 1, 1, 10 })]
    [InlineData(new long[] { -1 }, new int[0])]
    [InlineData(new long[] { 4, 3 }, new[] { 3 })]
    [InlineData(new long[] { 4, 3 }, new[] { 5, 3 })]
    public void A_shape_that_the_signature_does_not_state_is_refused(long[] stated, int[] given) =>
        Assert.Equal("x", Assert.Throws<ModelArgumentException>(() => Check(stated).Input(0, Lengths(given))).ParamName);

    [Fact]
    public void Any_shape_passes_where_the_rank_is_unknown() =>
        new ShapeCheck(Signature(TensorShape.UnknownRank)).Input(0, Lengths(1, 2, 3, 4));

    [Fact]
    public void Inputs_of_different_batches_are_refused_at_the_second()
    {
        var check = new ShapeCheck(Signature(new TensorShape(-1, 2), new TensorShape(-1)));
        check.Input(0, Lengths(3, 2));

        var exception = Assert.Throws<ModelArgumentException>(() =>
        {
            ShapeCheck copy = check;
            copy.Input(1, Lengths(4));
        });

        Assert.Equal("y", exception.ParamName);
    }

    [Fact]
    public void One_row_is_a_batch_of_one()
    {
        var check = new ShapeCheck(Signature(new TensorShape(-1, 2), new TensorShape(-1)));

        check.Input(0, Lengths(2));
        check.Input(1, Lengths(1));

        Assert.True(check.IsSingleRow);
    }

    [Fact]
    public void A_fixed_first_dimension_is_no_batch()
    {
        var check = new ShapeCheck(Signature(new TensorShape(4, 3), new TensorShape(-1, 2)));

        check.Input(0, Lengths(4, 3));
        check.Input(1, Lengths(7, 2));

        Assert.False(check.IsSingleRow);
    }

    [Property(Arbitrary = [typeof(Shape)])]
    public bool A_shape_passes_exactly_when_it_is_the_stated_one_or_one_row_of_it(Shape stated, Shape given)
    {
        bool fits = Matches(stated.Sizes, given.Sizes)
            || (stated.Sizes.Length > 1 && stated.Sizes[0] < 0 && Matches(stated.Sizes[1..], given.Sizes));

        return Passes(stated.Sizes, Array.ConvertAll(given.Sizes, size => (nint)Math.Abs(size))) == fits;
    }

    private static bool Matches(long[] stated, long[] given) =>
        stated.Length == given.Length && stated.Zip(given, (wanted, size) => wanted < 0 || wanted == Math.Abs(size)).All(same => same);

    private static bool Passes(long[] stated, nint[] given)
    {
        try
        {
            Check(stated).Input(0, given);
            return true;
        }
        catch (ModelArgumentException)
        {
            return false;
        }
    }

    private static ShapeCheck Check(long[] stated) => new(Signature(new TensorShape(stated)));

    private static ClientSignature Signature(params TensorShape[] inputs) => new(
        "m", "serving_default", [.. inputs.Select((shape, i) => new ClientTensor(i == 0 ? "x" : "y", "key", DType.Float32, shape))], []);

    private static nint[] Lengths(params int[] lengths) => Array.ConvertAll(lengths, length => (nint)length);

    /// <summary>A shape of few and small dimensions, so that two of them often fit each other.</summary>
    public sealed record Shape(long[] Sizes)
    {
        /// <summary>How FsCheck makes one.</summary>
        public static Arbitrary<Shape> Arbitrary() =>
            Gen.Choose(-1, 3).Select(size => (long)size).ArrayOf().Select(sizes => new Shape(sizes[..Math.Min(sizes.Length, 3)])).ToArbitrary();
    }
}
