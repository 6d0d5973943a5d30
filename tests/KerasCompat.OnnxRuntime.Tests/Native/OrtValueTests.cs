using System.Runtime.InteropServices;
using System.Text;
using FsCheck.Xunit;
using KerasCompat.OnnxRuntime.Native;

namespace KerasCompat.OnnxRuntime.Tests.Native;

public sealed class OrtValueTests
{
    private const int Int32 = 6;

    [Property]
    public bool Strings_come_back_as_they_were_written(byte[][] texts)
    {
        using OrtValue value = OrtValue.OfStrings([texts.Length]);
        for (int i = 0; i < texts.Length; i++)
        {
            value.SetString(i, texts[i]);
        }

        return Enumerable.Range(0, texts.Length).All(i => value.GetString(i).AsSpan().SequenceEqual(texts[i]));
    }

    [Fact]
    public void A_string_takes_the_place_of_a_longer_one()
    {
        using OrtValue value = OrtValue.OfStrings([]);
        value.SetString(0, "longer than what is kept in place"u8);

        value.SetString(0, "é"u8);

        Assert.Equal("é", Encoding.UTF8.GetString(value.GetString(0)));
    }

    [Theory]
    [InlineData(new long[0])]
    [InlineData(new long[] { 0 })]
    [InlineData(new long[] { 2, 1, 3 })]
    public void A_tensor_over_memory_has_its_shape_and_its_place(long[] shape)
    {
        nint memory = Pinned(6);

        using OrtValue value = OrtValue.Over(Int32, shape, memory, 6 * sizeof(int));

        Assert.Equal(shape, value.Shape);
        Assert.Equal(memory, value.Data);
    }

    [Fact]
    public void Memory_that_is_too_small_is_an_error_of_onnx_runtime()
    {
        nint memory = Pinned(1);

        OrtException error = Assert.Throws<OrtException>(() => OrtValue.Over(Int32, [2], memory, sizeof(int)));

        Assert.Contains("not enough space", error.Message, StringComparison.Ordinal);
    }

    private static nint Pinned(int count) => Marshal.UnsafeAddrOfPinnedArrayElement(GC.AllocateArray<int>(count, pinned: true), 0);
}
