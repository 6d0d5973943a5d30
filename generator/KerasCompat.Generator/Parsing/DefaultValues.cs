using System.Globalization;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.Generator.Emitting;
using KerasCompat.Generator.Model;

namespace KerasCompat.Generator.Parsing;

/// <summary>Writes the values that a contract states for inputs left out as C# expressions.</summary>
internal static class DefaultValues
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// The default of an input, or null where it has none that C# can write: strings that are not one text in UTF-8, and values that do
    /// not read as their element type. Such an input must be given.
    /// </summary>
    public static DefaultSpec? Find(TensorContract input)
    {
        if (input.Encoding != TensorEncoding.Dense
            || input.Default is not { Shape.IsFullyKnown: true } literal
            || (input.DType == DType.String && literal.Shape.Rank > 0))
        {
            return null;
        }

        var elements = new List<string>(literal.Values.Count);
        foreach (string value in literal.Values)
        {
            if (Expression(input.DType, value) is not { } expression)
            {
                return null;
            }

            elements.Add(expression);
        }

        // A tensor of .NET has at least one dimension; where the rank is open, the default may be a scalar, which then must be given.
        bool fits = input.Shape.Rank == 0 ? elements.Count == 1 : literal.Shape.Rank > 0;
        return fits ? new(new(elements), new(literal.Shape.Dimensions), input.DType is not (DType.Float16 or DType.Complex128)) : null;
    }

    private static string? Expression(DType dtype, string value) => dtype switch
    {
        DType.Bool => value is "true" or "false" ? value : null,
        DType.Int8 => Integer(value, sbyte.MinValue, sbyte.MaxValue),
        DType.UInt8 => Integer(value, 0, byte.MaxValue),
        DType.Int16 => Integer(value, short.MinValue, short.MaxValue),
        DType.UInt16 => Integer(value, 0, ushort.MaxValue),
        DType.Int32 => Integer(value, int.MinValue, int.MaxValue),
        DType.UInt32 => Integer(value, 0, uint.MaxValue) is { } number ? $"{number}U" : null,
        DType.Int64 => Integer(value, long.MinValue, long.MaxValue) is { } number ? $"{number}L" : null,
        DType.UInt64 => UInt64(value),
        DType.Float32 => Float(value),
        DType.Float64 => Double(value),
        DType.Float16 => Float(value) is { } number ? $"(global::System.Half)({number})" : null,
        DType.BFloat16 => BFloat16(value),
        DType.String => Utf8(value),
        _ => null,
    };

    private static string? Integer(string value, long min, long max) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= min && number <= max
            ? Text(number)
            : null;

    private static string? UInt64(string value) =>
        ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? $"{Text(number)}UL" : null;

    private static string? Float(string value) => Special(value, "float")
        ?? (TryNumber(value, out double number) && !float.IsInfinity((float)number)
            ? $"{((float)number).ToString("R", CultureInfo.InvariantCulture)}F"
            : null);

    private static string? Double(string value) => Special(value, "double")
        ?? (TryNumber(value, out double number) ? $"{number.ToString("R", CultureInfo.InvariantCulture)}D" : null);

    private static string? BFloat16(string value)
    {
        double number = value switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => TryNumber(value, out double parsed) ? parsed : double.MaxValue,
        };
        byte[] bytes = BitConverter.GetBytes((float)number);
        return number == double.MaxValue ? null : Text(BitConverter.ToUInt16(bytes, BitConverter.IsLittleEndian ? 2 : 0));
    }

    private static bool TryNumber(string value, out double number) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
        && !double.IsNaN(number)
        && !double.IsInfinity(number);

    private static string? Special(string value, string type) => value switch
    {
        "NaN" => $"{type}.NaN",
        "Infinity" => $"{type}.PositiveInfinity",
        "-Infinity" => $"{type}.NegativeInfinity",
        _ => null,
    };

    private static string? Utf8(string base64)
    {
        try
        {
            return Literals.String(Strict.GetString(Convert.FromBase64String(base64)));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
