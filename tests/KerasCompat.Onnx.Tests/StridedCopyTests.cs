using KerasCompat.Onnx.Folding;

namespace KerasCompat.Onnx.Tests;

public sealed class StridedCopyTests
{
    public static TheoryData<long[], long[], long> Walks => new()
    {
        { [2, 3, 4], [12, 4, 1], 0 },
        { [4, 3, 2], [1, 4, 12], 0 },
        { [3, 1, 1, 8], [1, 5, 5, 3], 0 },
        { [2, 2], [12, -4], 8 },
        { [2, 3], [0, 1], 5 },
        { [2, 2, 2], [12, 1, 1], 3 },
        { [0, 3], [3, 1], 0 },
        { [], [], 7 },
    };

    [Theory]
    [MemberData(nameof(Walks))]
    public void Elements_of_any_size_come_from_where_the_steps_lead(long[] shape, long[] steps, long offset)
    {
        foreach (int size in (int[])[1, 2, 4, 8, 16])
        {
            byte[] source = [.. Enumerable.Range(0, 24 * size).Select(i => (byte)i)];

            byte[] copied = StridedCopy.Of(source, size, shape, steps, offset);

            byte[] expected = [.. Strides.Walk(shape, steps, offset).SelectMany(position => source.Skip(position * size).Take(size))];
            Assert.Equal(expected, copied);
        }
    }
}
