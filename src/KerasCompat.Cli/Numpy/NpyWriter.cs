using System.Buffers.Binary;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Numpy;

/// <summary>Writes .npy files of version 1 (numpy/lib/format.py): little-endian, row-major; strings as fixed-width bytes (<c>S</c>).</summary>
internal static class NpyWriter
{
    /// <summary>The magic and the header together are a multiple of this, so that the content can be mapped.</summary>
    private const int Alignment = 64;

    private const int PrefixLength = 10;

    /// <summary>Writes an array.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="tensor">The array.</param>
    /// <exception cref="FormatException">The array cannot be written so that NumPy reads the same; the message says why, as a clause.</exception>
    public static void Write(Stream stream, ModelTensor tensor)
    {
        int width = Width(tensor);
        WriteHeader(stream, Descr(tensor.DType, width), tensor.Shape);
        if (tensor.DType != DType.String)
        {
            stream.Write(tensor.Bytes.Span);
            return;
        }

        var padded = new byte[width];
        foreach (ReadOnlyMemory<byte> element in tensor.Strings)
        {
            Array.Clear(padded);
            element.Span.CopyTo(padded);
            stream.Write(padded);
        }
    }

    private static int Width(ModelTensor tensor)
    {
        int width = 1;
        foreach (ReadOnlyMemory<byte> element in tensor.Strings)
        {
            if (element.Span is [.., 0])
            {
                throw new FormatException("a string ends with a zero byte, which NumPy's fixed-width strings lose; write JSON instead");
            }

            width = Math.Max(width, element.Length);
        }

        return width;
    }

    private static string Descr(DType dtype, int width) => dtype switch
    {
        DType.Bool => "|b1",
        DType.Int8 => "|i1",
        DType.UInt8 => "|u1",
        DType.Int16 => "<i2",
        DType.UInt16 => "<u2",
        DType.Int32 => "<i4",
        DType.UInt32 => "<u4",
        DType.Int64 => "<i8",
        DType.UInt64 => "<u8",
        DType.Float16 => "<f2",
        DType.Float32 => "<f4",
        DType.Float64 => "<f8",
        DType.BFloat16 => "<V2",
        DType.String => $"|S{Show.Invariant(width)}",
        _ => throw new FormatException($"NumPy has no element type for {dtype.Name()}"),
    };

    private static void WriteHeader(Stream stream, string descr, ReadOnlySpan<nint> shape)
    {
        var text = new StringBuilder($"{{'descr': '{descr}', 'fortran_order': False, 'shape': (");
        foreach (nint dimension in shape)
        {
            text.Append(Show.Invariant(dimension)).Append(shape.Length == 1 ? "," : ", ");
        }

        if (shape.Length > 1)
        {
            text.Length -= 2;
        }

        text.Append("), }");
        int length = (PrefixLength + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        text.Append(' ', length - PrefixLength - text.Length - 1).Append('\n');
        Span<byte> prefix = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 0, 0];
        BinaryPrimitives.WriteUInt16LittleEndian(prefix[8..], checked((ushort)text.Length));
        stream.Write(prefix);
        stream.Write(Encoding.ASCII.GetBytes(text.ToString()));
    }
}
