using System.Text;
using FsCheck.Xunit;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.OnnxRuntime.Kernels.Tables;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TableOps;

public sealed class TableTests
{
    [Fact]
    public void A_key_has_its_value_and_others_the_default()
    {
        LookupTable table = Words("a", "b");

        Assert.Equal([1L, -1, 0], Find(table, Texts("b", "c", "a"), Number(-1)));
        Assert.Equal(2, table.Count);
    }

    [Fact]
    public void A_table_that_nothing_has_filled_gives_defaults() =>
        Assert.Equal([7L], Find(new LookupTable("empty", DType.String, DType.Int64), Texts("a"), Number(7)));

    [Fact]
    public void A_later_value_replaces_an_earlier_one_and_leaves_the_order()
    {
        LookupTable table = Words("a", "b");

        table.Insert(Texts("c", "a"), Numbers(5, 6), replace: false);

        (HostTensor keys, HostTensor values) = table.Export();
        Assert.Equal(["a", "b", "c"], keys.Strings.ToArray().Select(key => Encoding.UTF8.GetString(key.Span)));
        Assert.Equal([6L, 1, 5], values.Values<long>().ToArray());
    }

    [Fact]
    public void A_table_that_is_filled_once_takes_no_two_values_for_a_key()
    {
        var table = new LookupTable("once", DType.String, DType.Int64);

        Assert.Contains("different value for same key", Assert.Throws<KernelException>(() => table.Insert(Texts("a", "a"), Numbers(1, 2), replace: true, once: true)).Message, StringComparison.Ordinal);
        table.Insert(Texts("a", "a"), Numbers(1, 1), replace: true, once: true);
        Assert.Equal(1, table.Count);
    }

    [Fact]
    public void Keys_are_removed()
    {
        LookupTable table = Words("a", "b", "c");

        table.Remove(Texts("b", "x"));

        Assert.Equal([0L, -1, 2], Find(table, Texts("a", "b", "c"), Number(-1)));
    }

    [Fact]
    public void Values_may_be_rows_and_defaults_one_for_each_key()
    {
        var table = new LookupTable("rows", DType.Int32, DType.Float32);
        table.Insert(Ints(3), Floats([1, 2], 1, 2), replace: false);

        HostTensor found = null!;
        table.Find(Ints(3, 4), Floats([2], 8, 9), shape => found = HostTensor.Allocate(DType.Float32, shape));

        Assert.Equal([2, 2], found.Shape.ToArray().Select(d => (int)d));
        Assert.Equal([1f, 2, 8, 9], found.Values<float>().ToArray());
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.String)]
    public void Values_of_another_type_are_refused(DType type) =>
        Assert.Throws<KernelException>(() => Words("a").Insert(Texts("b"), HostTensor.Allocate(type, [1]), replace: false));

    [Fact]
    public void A_default_of_another_shape_is_refused() => Assert.Throws<KernelException>(() => Find(Words("a"), Texts("b"), Numbers(1, 2, 3)));

    [Fact]
    public void Bytes_that_are_not_UTF8_are_keys_like_others()
    {
        var table = new LookupTable("bytes", DType.String, DType.Int64);
        table.Insert(HostTensor.FromStrings([2], [new byte[] { 0xFF }, new byte[] { 0xFE, 0 }]), Numbers(1, 2), replace: false);

        Assert.Equal([2L, 1], Find(table, HostTensor.FromStrings([2], [new byte[] { 0xFE, 0 }, new byte[] { 0xFF }]), Number(-1)));
    }

    [Fact]
    public void A_lookup_sees_all_of_an_insertion_or_nothing()
    {
        var table = new LookupTable("pairs", DType.String, DType.Int64);
        table.Insert(Texts("left", "right"), Numbers(0, 0), replace: false);
        using var stop = new CancellationTokenSource();

        var writer = new Thread(() =>
        {
            long round = 0;
            while (round < 2000)
            {
                table.Insert(Texts("left", "right"), Numbers(++round, round), replace: false);
            }

            stop.Cancel();
        });
        writer.Start();
        bool torn = false;
        do
        {
            long[] values = Find(table, Texts("left", "right"), Number(-1));
            torn |= values[0] != values[1];
        }
        while (!stop.IsCancellationRequested);
        writer.Join();

        Assert.False(torn);
        Assert.Equal([2000L, 2000], Find(table, Texts("left", "right"), Number(-1)));
    }

    [Fact]
    public void Insertions_of_many_threads_are_all_there()
    {
        var table = new LookupTable("many", DType.Int64, DType.Int64);

        Parallel.For(0, 8, thread =>
        {
            for (long i = 0; i < 50; i++)
            {
                table.Insert(Numbers((thread * 50) + i), Numbers(i), replace: false);
            }
        });

        Assert.Equal(400, table.Count);
    }

    [Property(MaxTest = 300)]
    public void Texts_are_numbered_in_the_order_of_their_first_appearance(byte[][] texts)
    {
        var keys = new TextKeys(0);
        string[] distinct = [.. texts.Select(Convert.ToHexString).Distinct()];

        int[] numbers = [.. texts.Select(text => keys.Add(text))];

        Assert.Equal(texts.Select(text => Array.IndexOf(distinct, Convert.ToHexString(text))), numbers);
        Assert.Equal(distinct, Enumerable.Range(0, keys.Count).Select(i => Convert.ToHexString(keys[i].Span)));
        Assert.Equal(-1, keys.Find("a text that no array of bytes here is"u8));
    }

    [Fact]
    public void Texts_that_differ_only_in_length_or_in_one_byte_are_different_keys()
    {
        var keys = new TextKeys(0);
        byte[][] texts =
        [
            .. Enumerable.Range(0, 20).Select(length => new byte[length]),
            .. Enumerable.Range(1, 19).SelectMany(length => Enumerable.Range(0, length).Select(place => Enumerable.Range(0, length).Select(i => (byte)(i == place ? 1 : 0)).ToArray())),
        ];

        Assert.Equal(Enumerable.Range(0, texts.Length), texts.Select(text => keys.Add(text)));
        Assert.Equal(Enumerable.Range(0, texts.Length), texts.Select(text => keys.Find(text)));
    }

    private static LookupTable Words(params string[] words)
    {
        var table = new LookupTable("words", DType.String, DType.Int64);
        table.Insert(Texts(words), Numbers([.. Enumerable.Range(0, words.Length).Select(i => (long)i)]), replace: false);
        return table;
    }

    private static long[] Find(LookupTable table, HostTensor keys, HostTensor defaultValue)
    {
        HostTensor found = null!;
        table.Find(keys, defaultValue, shape => found = HostTensor.Allocate(table.ValueType, shape));
        return found.Values<long>().ToArray();
    }

    private static HostTensor Texts(params string[] texts) => HostTensor.FromStrings([texts.Length], [.. texts.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))]);

    private static HostTensor Number(long value) => HostTensor.Scalar(DType.Int64, value);

    private static HostTensor Numbers(params long[] values)
    {
        HostTensor tensor = HostTensor.Allocate(DType.Int64, [values.Length]);
        values.CopyTo(tensor.Values<long>());
        return tensor;
    }

    private static HostTensor Ints(params int[] values)
    {
        HostTensor tensor = HostTensor.Allocate(DType.Int32, [values.Length]);
        values.CopyTo(tensor.Values<int>());
        return tensor;
    }

    private static HostTensor Floats(nint[] shape, params float[] values)
    {
        HostTensor tensor = HostTensor.Allocate(DType.Float32, shape);
        values.CopyTo(tensor.Values<float>());
        return tensor;
    }
}
