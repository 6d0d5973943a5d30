using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using KerasCompat.Contracts;

namespace KerasCompat.Cli.Tensors;

/// <summary>Turns one JSON value into the bytes of one element.</summary>
internal static class ElementWriter
{
    /// <summary>Writes a JSON number, boolean or one of the strings <c>nan</c>, <c>inf</c>, <c>-inf</c> as an element.</summary>
    /// <param name="value">The JSON value.</param>
    /// <param name="dtype">The element type; of fixed size.</param>
    /// <param name="element">The bytes of the element.</param>
    /// <exception cref="FormatException">The value is no such number, or too large for the type.</exception>
    public static void Write(JsonElement value, DType dtype, Span<byte> element)
    {
        switch (dtype)
        {
            case DType.Float32 or DType.BFloat16:
                Write(Single(value), dtype, element);
                break;
            case DType.Float64 or DType.Float16:
                Write(Double(value), dtype, element);
                break;
            case DType.Bool:
                element[0] = Boolean(value) ? (byte)1 : (byte)0;
                break;
            default:
                WriteInteger(Integer(value), dtype, element);
                break;
        }
    }

    /// <summary>Writes a number as an element of any numeric or boolean type.</summary>
    /// <param name="value">The number; whole where the type is.</param>
    /// <param name="dtype">The element type; of fixed size.</param>
    /// <param name="element">The bytes of the element.</param>
    /// <exception cref="FormatException">The number is too large for the type.</exception>
    public static void Write(double value, DType dtype, Span<byte> element)
    {
        switch (dtype)
        {
            case DType.Float32:
                BinaryPrimitives.WriteSingleLittleEndian(element, (float)value);
                break;
            case DType.Float64:
                BinaryPrimitives.WriteDoubleLittleEndian(element, value);
                break;
            case DType.Float16:
                BinaryPrimitives.WriteHalfLittleEndian(element, (Half)value);
                break;
            case DType.BFloat16:
                BinaryPrimitives.WriteUInt16LittleEndian(element, RoundToBFloat16((float)value));
                break;
            case DType.Bool:
                element[0] = value != 0 ? (byte)1 : (byte)0;
                break;
            default:
                WriteInteger((Int128)value, dtype, element);
                break;
        }
    }

    /// <summary>The upper half of a binary32, rounded to nearest even; a NaN stays one.</summary>
    public static ushort RoundToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static void WriteInteger(Int128 value, DType dtype, Span<byte> element)
    {
        try
        {
            checked
            {
                switch (dtype)
                {
                    case DType.UInt8:
                        element[0] = (byte)value;
                        break;
                    case DType.Int8:
                        element[0] = unchecked((byte)checked((sbyte)value));
                        break;
                    case DType.UInt16:
                        BinaryPrimitives.WriteUInt16LittleEndian(element, (ushort)value);
                        break;
                    case DType.Int16:
                        BinaryPrimitives.WriteInt16LittleEndian(element, (short)value);
                        break;
                    case DType.UInt32:
                        BinaryPrimitives.WriteUInt32LittleEndian(element, (uint)value);
                        break;
                    case DType.Int32:
                        BinaryPrimitives.WriteInt32LittleEndian(element, (int)value);
                        break;
                    case DType.UInt64:
                        BinaryPrimitives.WriteUInt64LittleEndian(element, (ulong)value);
                        break;
                    case DType.Int64:
                        BinaryPrimitives.WriteInt64LittleEndian(element, (long)value);
                        break;
                    default:
                        throw new FormatException($"elements of type {dtype.Name()} cannot be written as JSON");
                }
            }
        }
        catch (OverflowException)
        {
            throw new FormatException($"{value} does not fit {dtype.Name()}");
        }
    }

    private static float Single(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out float number) ? number : (float)Double(value);

    private static double Double(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out double number) => number,
        JsonValueKind.String => value.GetString()!.ToUpperInvariant() switch
        {
            "NAN" => double.NaN,
            "INF" or "INFINITY" or "+INF" => double.PositiveInfinity,
            "-INF" or "-INFINITY" => double.NegativeInfinity,
            _ => throw new FormatException($"\"{value.GetString()}\" is not a number; only \"nan\", \"inf\" and \"-inf\" are written as text"),
        },
        _ => throw new FormatException($"{Shown(value)} is not a number"),
    };

    private static bool Boolean(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt32(out int number) && number is 0 or 1 => number == 1,
        _ => throw new FormatException($"{Shown(value)} is not true or false"),
    };

    private static Int128 Integer(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            throw new FormatException($"{Shown(value)} is not an integer");
        }

        return value.ValueKind == JsonValueKind.Number
            && Int128.TryParse(value.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out Int128 number)
            ? number
            : throw new FormatException($"{Shown(value)} is not an integer");
    }

    private static string Shown(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= 40 ? text : text[..40] + "...";
    }
}
