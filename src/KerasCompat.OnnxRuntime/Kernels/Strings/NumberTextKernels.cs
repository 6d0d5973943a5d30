using System.Globalization;
using System.Numerics;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Numbers to text and back (tensorflow/core/kernels/string_to_number_op.cc, as_string_op.cc, decode_raw_op.cc).</summary>
internal static class NumberTextKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("StringToNumber", ToNumber);
        table.Add("AsString", AsString);
        table.Add("DecodeRaw", DecodeRaw);
        table.Add("DecodePaddedRaw", DecodePaddedRaw);
    }

    private static void ToNumber(KernelContext context)
    {
        HostTensor input = context.Input(0);
        DType dtype = context.Attributes.Type("out_type", DType.Float32);
        HostTensor output = context.Allocate(0, dtype, input.Shape);
        for (int i = 0; i < input.Count; i++)
        {
            string text = Encoding.UTF8.GetString(input.Strings[i].Span).Trim(' ', '\t', '\n', '\v', '\f', '\r');
            KernelContext.Require(TryParse(text, output, i), $"StringToNumberOp could not correctly convert string: {text}");
        }
    }

    internal static bool TryParse(string text, HostTensor output, int index)
    {
        const NumberStyles Integer = NumberStyles.AllowLeadingSign;
        switch (output.DType)
        {
            case DType.Float32:
                bool single = TryParseFloat(text, out double value, out float narrow);
                output.Values<float>()[index] = double.IsFinite(value) ? narrow : (float)value;
                return single;
            case DType.Float64:
                bool parsed = TryParseFloat(text, out double number, out _);
                output.Values<double>()[index] = number;
                return parsed;
            case DType.Int32:
                return int.TryParse(text, Integer, CultureInfo.InvariantCulture, out output.Values<int>()[index]);
            case DType.Int64:
                return long.TryParse(text, Integer, CultureInfo.InvariantCulture, out output.Values<long>()[index]);
            case DType.UInt32:
                return uint.TryParse(text, Integer, CultureInfo.InvariantCulture, out output.Values<uint>()[index]);
            case DType.UInt64:
                return ulong.TryParse(text, Integer, CultureInfo.InvariantCulture, out output.Values<ulong>()[index]);
            default:
                throw KernelContext.Refuse($"text cannot be read as {output.DType.Name()}");
        }
    }

    private static bool TryParseFloat(string text, out double value, out float narrow)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        string lower = text.ToLowerInvariant();
        string unsigned = lower.StartsWith('+') || lower.StartsWith('-') ? lower[1..] : lower;
        if (unsigned is "inf" or "infinity" or "nan")
        {
            value = unsigned == "nan" ? double.NaN : lower.StartsWith('-') ? double.NegativeInfinity : double.PositiveInfinity;
            narrow = (float)value;
            return true;
        }

        if (unsigned.StartsWith("0x", StringComparison.Ordinal))
        {
            // Of any length, without a fraction.
            bool whole = BigInteger.TryParse("0" + unsigned[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out BigInteger digits) && unsigned.Length > 2;
            value = lower.StartsWith('-') ? -(double)digits : (double)digits;
            narrow = lower.StartsWith('-') ? -(float)digits : (float)digits;
            return whole;
        }

        // float.Parse rounds once; going through double would round twice.
        bool parsed = float.TryParse(text, Style, CultureInfo.InvariantCulture, out narrow);
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && parsed;
    }

    private static void AsString(KernelContext context)
    {
        HostTensor input = context.Input(0);
        if (context.Cache is not PrintfFormat format)
        {
            format = FormatOf(context, input.DType);
            context.Cache = format;
        }

        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, input.Shape).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = input.IsString && format.Width <= input.Strings[i].Length ? input.Strings[i] : Utf8Text.Encode(Format(input, i, format));
        }
    }

    private static PrintfFormat FormatOf(KernelContext context, DType dtype)
    {
        long precision = context.Attributes.Int("precision", -1), width = context.Attributes.Int("width", -1);
        bool scientific = context.Attributes.Bool("scientific", false), shortest = context.Attributes.Bool("shortest", false);
        string fill = context.Attributes.String("fill", "");
        bool floats = dtype is DType.Float32 or DType.Float64 or DType.Float16 or DType.BFloat16 or DType.Complex64 or DType.Complex128;
        KernelContext.Require(floats || !(scientific || shortest), $"scientific and shortest format not supported for datatype {dtype.Name()}");
        KernelContext.Require(floats || precision < 0, $"precision not supported for datatype {dtype.Name()}");
        KernelContext.Require(!(scientific && shortest), "Cannot select both scientific and shortest notation");
        KernelContext.Require(fill.Length <= 1, "Fill string must be one or fewer characters");
        KernelContext.Require(fill is "" or " " or "0" or "-" or "+", $"Fill argument not supported: '{fill}'");
        KernelContext.Require(precision <= PrintfFormat.MostDigits && width <= PrintfFormat.MostDigits, $"a precision of {precision} and a width of {width} are more than {PrintfFormat.MostDigits}");
        return new PrintfFormat((int)precision, scientific, shortest, (int)width, fill);
    }

    private static string Format(HostTensor input, int i, PrintfFormat format) => input.DType switch
    {
        DType.Float32 => format.Float(input.Values<float>()[i]),
        DType.Float64 => format.Float(input.Values<double>()[i]),
        DType.Float16 => format.Float((double)input.Values<Half>()[i]),
        DType.BFloat16 => format.Float(NumericCast.FromBFloat16(input.Values<ushort>()[i])),
        DType.Bool => input.Values<bool>()[i] ? "true" : "false",
        DType.String => format.Pad(Utf8Text.Decode(input.Strings[i].Span)),
        DType.UInt8 or DType.UInt16 or DType.UInt32 => format.Integer((ulong)KernelContext.IntegerAt(input, i)),
        DType.UInt64 => format.Integer(input.Values<ulong>()[i]),
        DType.Complex64 => input.Values<(float Real, float Imaginary)>()[i] is var c ? $"({format.Float(c.Real)},{format.Float(c.Imaginary)})" : "",
        DType.Complex128 => input.Values<Complex>()[i] is var c ? $"({format.Float(c.Real)},{format.Float(c.Imaginary)})" : "",
        _ => format.Integer(KernelContext.IntegerAt(input, i)),
    };

    /// <summary>Every string must have the same length, a multiple of the element's size, which becomes the last dimension.</summary>
    private static void DecodeRaw(KernelContext context)
    {
        HostTensor input = context.Input(0);
        DType dtype = context.Attributes.Type("out_type");
        int size = dtype.Size();
        int length = input.Count == 0 ? 0 : input.Strings[0].Length;
        KernelContext.Require(size > 0 && length % size == 0, $"input to DecodeRaw has length {length} that is not a multiple of {size}, the size of {dtype.Name()}");
        HostTensor output = context.Allocate(0, dtype, [.. input.Shape, input.Count == 0 ? 0 : length / size]);
        for (int i = 0; i < input.Count; i++)
        {
            KernelContext.Require(input.Strings[i].Length == length, "DecodeRaw requires input strings to all be the same size");
            input.Strings[i].Span.CopyTo(output.Bytes[(i * length)..]);
        }

        Order(output, context.Attributes.Bool("little_endian", true));
    }

    private static void DecodePaddedRaw(KernelContext context)
    {
        HostTensor input = context.Input(0);
        DType dtype = context.Attributes.Type("out_type");
        int size = dtype.Size(), length = checked((int)context.Integer(1));
        KernelContext.Require(size > 0 && length > 0 && length % size == 0, $"fixed_length {length} must be a positive multiple of {size}, the size of {dtype.Name()}");
        HostTensor output = context.Allocate(0, dtype, [.. input.Shape, length / size]);
        output.Bytes.Clear();
        for (int i = 0; i < input.Count; i++)
        {
            ReadOnlySpan<byte> text = input.Strings[i].Span;
            text[..Math.Min(length, text.Length)].CopyTo(output.Bytes[(i * length)..]);
        }

        Order(output, context.Attributes.Bool("little_endian", true));
    }

    private static void Order(HostTensor tensor, bool littleEndian)
    {
        int size = tensor.DType.Size();
        if (littleEndian || size == 1)
        {
            return;
        }

        int unit = tensor.DType is DType.Complex64 or DType.Complex128 ? size / 2 : size;
        for (int i = 0; i < tensor.Bytes.Length; i += unit)
        {
            tensor.Bytes.Slice(i, unit).Reverse();
        }
    }
}
