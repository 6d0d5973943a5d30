using KerasCompat.Contracts;
using KerasCompat.Engines;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TokenizerOps;

/// <summary>Values of tensorflow_text/core/kernels/boise_offset_converter_test.cc.</summary>
public sealed class SpanTagTests
{
    private const string Getty = "0-5 6-12 13-15 16-18 19-22 23-30 31-37";
    private const string Dogs = "0-3 4-7 8-11 12-16 17-20";
    private const string Shepherd = "0-3 4-7 8-11 12-18 19-27 28-31";

    [Theory]
    [InlineData(Dogs, "12-16", "animal", false, "O O O S-animal O")]
    [InlineData(Dogs, "13-16", "animal", true, "O O O O O")]
    [InlineData(Shepherd, "12-27", "animal", false, "O O O B-animal E-animal O")]
    [InlineData("0-3 4-7 8-10 11-14 15-22 23-29 29-30", "11-29", "loc", false, "O O O B-loc I-loc E-loc O")]
    [InlineData(Getty, "0-12 19-37", "org loc", false, "B-org E-org O O B-loc I-loc E-loc")]
    [InlineData(Getty, "3-10 19-32", "org loc", false, "B-org E-org O O B-loc I-loc E-loc")]
    [InlineData(Getty, "3-12 19-32", "org loc", true, "O E-org O O B-loc I-loc O")]
    [InlineData("0-12", "0-5 6-12", "per loc", false, "B-loc")]
    [InlineData("0-5 6-12", "0-8 9-12", "per loc", false, "B-per B-loc")]
    [InlineData("0-5 6-12 14-17 18-25 26-32", "0-14 15-30", "org loc", false, "B-org I-org B-loc I-loc E-loc")]
    [InlineData(Getty, "", "", false, "O O O O O O O")]
    public void Spans_become_tags(string tokens, string spans, string types, bool strict, string expected)
    {
        (int[] begins, int[] ends) = Offsets(tokens);
        (int[] spanBegins, int[] spanEnds) = Offsets(spans);
        SavedModel.Graph.ConstantTensor rows = Rows(begins.Length), spanRows = Rows(spanBegins.Length);
        string[] names = types.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        ModelTensor tags = Run(
            "TFText>OffsetsToBoiseTags",
            DType.String,
            [Vector(begins), Vector(ends), Vector(spanBegins), Vector(spanEnds), Strings([names.Length], names), rows, rows, spanRows, spanRows, spanRows, Values([], strict)]);

        Assert.Equal(expected.Split(' '), tags.Texts());
    }

    [Theory]
    [InlineData(Shepherd, "O O O B-animal E-animal O", "12-27", "animal")]
    [InlineData(Dogs, "O O O S-animal O", "12-16", "animal")]
    [InlineData("0-3 4-7 8-10 11-14 15-22 23-29 29-30", "O O O B-loc I-loc E-loc O", "11-29", "loc")]
    [InlineData(Shepherd, "O O O I-animal E-animal O", "12-27", "animal")]
    [InlineData(Shepherd, "O O O B-animal I-animal O", "12-27", "animal")]
    [InlineData(Dogs, "O O O I-animal O", "12-16", "animal")]
    [InlineData(Dogs, "O O O E-animal O", "12-16", "animal")]
    [InlineData(Getty, "B-org E-org O O B-loc I-loc E-loc", "0-12 19-37", "org loc")]
    [InlineData(Shepherd, "O O O B-loc B-animal O", "12-27", "animal")]
    [InlineData(Shepherd, "O O O E-loc E-animal O", "12-18 19-27", "loc animal")]
    [InlineData("0-3 4-7 8-11 12-18 19-27", "O O O B-loc B-animal", "12-27", "animal")]
    [InlineData(Dogs, "O O O O O", "", "")]
    public void Tags_become_spans(string tokens, string tags, string spans, string types)
    {
        (int[] begins, int[] ends) = Offsets(spans);

        ModelTensor[] results = FromTags(tokens, tags.Split(' '), Rows(tags.Split(' ').Length));

        Assert.Equal(begins, results[0].Values<int>().ToArray());
        Assert.Equal(ends, results[1].Values<int>().ToArray());
        Assert.Equal(types.Split(' ', StringSplitOptions.RemoveEmptyEntries), results[2].Texts());
        Assert.Equal([0L, begins.Length], results[3].Values<long>().ToArray());
    }

    [Fact]
    public void Spans_end_with_the_row()
    {
        ModelTensor[] results = FromTags("0-1 2-3 0-1", ["B-a", "I-a", "I-b"], Values([3], 0L, 2, 3));

        Assert.Equal([3, 1], results[1].Values<int>().ToArray());
        Assert.Equal([0L, 1, 2], results[3].Values<long>().ToArray());
    }

    [Theory]
    [InlineData(new long[] { 0, 4 })]
    [InlineData(new long[] { 2, 1, 3 })]
    [InlineData(new long[] { -1, 3 })]
    [InlineData(new long[0])]
    public void Splits_that_do_not_fit_are_refused(long[] splits) =>
        Assert.Throws<ModelCallException>(() => FromTags("0-1 2-3 0-1", ["B-a", "I-a", "I-b"], Values([splits.Length], splits)));

    private static ModelTensor[] FromTags(string tokens, string[] tags, SavedModel.Graph.ConstantTensor rows)
    {
        (int[] begins, int[] ends) = Offsets(tokens);
        return Run("TFText>BoiseTagsToOffsets", [DType.Int32, DType.Int32, DType.String, DType.Int64], [Vector(begins), Vector(ends), Strings([tags.Length], tags), rows, rows, rows]);
    }

    private static SavedModel.Graph.ConstantTensor Rows(int count) => Values([2], 0L, count);

    private static (int[] Begins, int[] Ends) Offsets(string spans)
    {
        string[][] parts = [.. spans.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(span => span.Split('-'))];
        return ([.. parts.Select(part => int.Parse(part[0], System.Globalization.CultureInfo.InvariantCulture))], [.. parts.Select(part => int.Parse(part[1], System.Globalization.CultureInfo.InvariantCulture))]);
    }
}
