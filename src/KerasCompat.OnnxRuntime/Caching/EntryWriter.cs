using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using KerasCompat.Contracts;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>
/// Writes an entry: numbers of fixed width, texts and bytes after their lengths. No schema and no generated code, because what reads it is
/// compiled anew in every process that starts.
/// </summary>
internal sealed class EntryWriter
{
    private readonly ArrayBufferWriter<byte> _content = new();

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> Written => _content.WrittenSpan;

    /// <summary>Writes a number.</summary>
    public void Long(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _content.Write(bytes);
    }

    /// <summary>Writes a number.</summary>
    public void Int(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _content.Write(bytes);
    }

    /// <summary>Writes yes or no.</summary>
    public void Bool(bool value) => _content.Write([value ? (byte)1 : (byte)0]);

    /// <summary>Writes a text.</summary>
    public void Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    /// <summary>Writes bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        _content.Write(value);
    }

    /// <summary>Writes a shape.</summary>
    public void Shape(TensorShape shape)
    {
        Bool(shape.HasRank);
        Longs(shape.Dimensions);
    }

    /// <summary>Writes numbers.</summary>
    public void Ints(IReadOnlyList<int> values)
    {
        Int(values.Count);
        foreach (int value in values)
        {
            Int(value);
        }
    }

    /// <summary>Writes numbers.</summary>
    public void Longs(IReadOnlyList<long> values)
    {
        Int(values.Count);
        foreach (long value in values)
        {
            Long(value);
        }
    }
}
