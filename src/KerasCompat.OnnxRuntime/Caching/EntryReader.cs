using System.Buffers.Binary;
using System.Text;
using KerasCompat.Contracts;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>
/// Reads what an <see cref="EntryWriter"/> wrote. The checksum says that it is what was written, not who wrote it: lengths are compared
/// with what is there before anything is made of them.
/// </summary>
/// <param name="content">The bytes.</param>
/// <param name="start">The first of them to read.</param>
internal sealed class EntryReader(byte[] content, int start)
{
    private int _at = start;

    /// <summary>Reads a number.</summary>
    /// <exception cref="InvalidDataException">Nothing is left.</exception>
    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    /// <summary>Reads a number.</summary>
    /// <exception cref="InvalidDataException">Nothing is left.</exception>
    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    /// <summary>Reads a number from 0 to below a limit.</summary>
    /// <exception cref="InvalidDataException">It is another.</exception>
    public int Int(int limit) => Int() is var value && value >= 0 && value < limit ? value : throw Damaged();

    /// <summary>Reads yes or no.</summary>
    /// <exception cref="InvalidDataException">Nothing is left.</exception>
    public bool Bool() => Take(1)[0] != 0;

    /// <summary>Reads a text.</summary>
    /// <exception cref="InvalidDataException">Less is left than it has.</exception>
    public string Text() => Encoding.UTF8.GetString(Span());

    /// <summary>Reads bytes into an array of their own.</summary>
    /// <exception cref="InvalidDataException">Less is left than there are.</exception>
    public byte[] Bytes() => Span().ToArray();

    /// <summary>Reads bytes.</summary>
    /// <exception cref="InvalidDataException">Less is left than there are.</exception>
    public ReadOnlySpan<byte> Span() => Take(Int());

    /// <summary>Reads a shape.</summary>
    /// <exception cref="InvalidDataException">Less is left than it has.</exception>
    public TensorShape Shape()
    {
        bool hasRank = Bool();
        long[] dimensions = Longs();
        return hasRank ? new TensorShape(dimensions) : TensorShape.UnknownRank;
    }

    /// <summary>Reads numbers.</summary>
    /// <exception cref="InvalidDataException">Less is left than there are.</exception>
    public int[] Ints()
    {
        int[] values = new int[Count(sizeof(int))];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Int();
        }

        return values;
    }

    /// <summary>Reads numbers.</summary>
    /// <exception cref="InvalidDataException">Less is left than there are.</exception>
    public long[] Longs()
    {
        long[] values = new long[Count(sizeof(long))];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Long();
        }

        return values;
    }

    /// <summary>Reads how many of something follow.</summary>
    /// <param name="size">The fewest bytes that one takes.</param>
    /// <exception cref="InvalidDataException">So many cannot follow.</exception>
    public int Count(int size = 1) => Int() is var count && count >= 0 && count <= (content.Length - _at) / size ? count : throw Damaged();

    /// <summary>Says that what was read means nothing.</summary>
    public static InvalidDataException Damaged() => new("The entry is damaged.");

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > content.Length - _at)
        {
            throw Damaged();
        }

        _at += length;
        return content.AsSpan(_at - length, length);
    }
}
