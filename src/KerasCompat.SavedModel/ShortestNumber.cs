using System.Globalization;
using System.Runtime.CompilerServices;

namespace KerasCompat.SavedModel;

/// <summary>
/// Writes a float in the fewest digits that read back the same, in one form on every runtime: contracts are written by MSBuild on .NET
/// and on .NET Framework, whose own shortest forms differ.
/// </summary>
internal static class ShortestNumber
{
    private const int SingleDigits = 9;
    private const int DoubleDigits = 17;

    /// <summary>Decimal exponents from here to there are written without an exponent, as JavaScript does.</summary>
    private const int SmallestPlain = -7;
    private const int LargestPlain = 20;

    public static string Single(int bits)
    {
        float value = Unsafe.As<int, float>(ref bits);
        return NotFinite(value) ?? Shortest(
            SingleDigits,
            digits => value.ToString("E" + Invariant(digits - 1), CultureInfo.InvariantCulture),
            text => float.Parse(text, CultureInfo.InvariantCulture) == value);
    }

    public static string Double(long bits)
    {
        double value = BitConverter.Int64BitsToDouble(bits);
        return NotFinite(value) ?? Shortest(
            DoubleDigits,
            digits => value.ToString("E" + Invariant(digits - 1), CultureInfo.InvariantCulture),
            text => double.Parse(text, CultureInfo.InvariantCulture) == value);
    }

    private static string? NotFinite(double value) =>
        double.IsNaN(value) ? "NaN"
        : double.IsPositiveInfinity(value) ? "Infinity"
        : double.IsNegativeInfinity(value) ? "-Infinity"
        : value != 0 ? null
        : double.IsNegativeInfinity(1 / value) ? "-0"
        : "0";

    private static string Shortest(int mostDigits, Func<int, string> format, Func<string, bool> readsBack)
    {
        int digits = 1;
        while (digits < mostDigits && !readsBack(format(digits)))
        {
            digits++;
        }

        return Layout(format(digits));
    }

    /// <summary>From <c>-d.dddE+ddd</c> to the plain form where that is short, else to <c>-d.ddde-d</c>.</summary>
    private static string Layout(string scientific)
    {
        int mark = scientific.IndexOf('E');
        int exponent = int.Parse(scientific.Remove(0, mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string sign = scientific[0] == '-' ? "-" : "";
        string digits = scientific.Remove(mark).Remove(0, sign.Length).Replace(".", "").TrimEnd('0');
        if (exponent is < SmallestPlain or > LargestPlain)
        {
            return sign + WithPoint(digits, 1) + "e" + Invariant(exponent);
        }

        return exponent < 0
            ? sign + "0." + digits.PadLeft(digits.Length - exponent - 1, '0')
            : sign + WithPoint(digits.PadRight(exponent + 1, '0'), exponent + 1);
    }

    private static string WithPoint(string digits, int whole) => digits.Length > whole ? digits.Insert(whole, ".") : digits;

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
