using System.Globalization;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>The number formats that AsString takes over from C's printf (tensorflow/core/kernels/as_string_op.cc).</summary>
/// <param name="Precision">Digits after the point; -1 for printf's own six.</param>
/// <param name="Scientific">As %e.</param>
/// <param name="Shortest">As %g.</param>
/// <param name="Width">The least width; -1 for none.</param>
/// <param name="Fill">A space, '0', '-', '+' or nothing: printf's flag, which counts only with a width.</param>
internal sealed record PrintfFormat(int Precision, bool Scientific, bool Shortest, int Width, string Fill)
{
    /// <summary>More digits than any number has, fewer than would fill the memory.</summary>
    public const int MostDigits = 10_000;

    private const int DefaultPrecision = 6;

    /// <summary>Digits after which every double is exact.</summary>
    private const int ExactDigits = 1100;

    private string Flag => Width < 0 ? "" : Fill;

    public string Float(double value)
    {
        if (!double.IsFinite(value))
        {
            return Pad(Signed(double.IsNaN(value) ? "nan" : value < 0 ? "-inf" : "inf"), zeros: false);
        }

        int precision = Precision < 0 ? DefaultPrecision : Precision;
        string text = Scientific ? Exponential(value, precision) : Shortest ? General(value, precision) : Round(value, 'F', precision);
        if (double.IsNegative(value) && !text.StartsWith('-'))
        {
            text = "-" + text;
        }

        return Pad(Signed(text), Flag == "0");
    }

    public string Integer(long value) => Pad(Signed(value.ToString(CultureInfo.InvariantCulture)), Flag == "0");

    /// <summary>Unsigned: no flag gives it a sign.</summary>
    public string Integer(ulong value) => Pad(value.ToString(CultureInfo.InvariantCulture), Flag == "0");

    public string Pad(string text) => Pad(text, zeros: false);

    private string Pad(string text, bool zeros)
    {
        if (Width <= text.Length)
        {
            return text;
        }

        if (Flag == "-")
        {
            return text.PadRight(Width);
        }

        int sign = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        return zeros ? text[..sign] + text[sign..].PadLeft(Width - sign, '0') : text.PadLeft(Width);
    }

    private string Signed(string text) => text.StartsWith('-') ? text : Flag switch { "+" => "+" + text, " " => " " + text, _ => text };

    /// <summary>A number in .NET's format F or e, but exactly half-way cases go to the even digit, as in C; .NET rounds them up.</summary>
    private static string Round(double value, char format, int precision)
    {
        string text = Digits(value, format, precision), more = Digits(value, format, precision + 1);
        int last = End(more) - 1;
        if (more[last] != '5')
        {
            return text;
        }

        string exact = Digits(value, format, precision + 1 + ExactDigits);
        bool half = exact.AsSpan(0, last + 1).SequenceEqual(more.AsSpan(0, last + 1)) && exact.AsSpan(last + 1, End(exact) - last - 1).IndexOfAnyExcept('0') < 0;
        if (!half)
        {
            return text;
        }

        // Without the five, and without the point when nothing is left behind it.
        string down = more[..last].TrimEnd('.') + more[End(more)..];
        return (down[End(down) - 1] - '0') % 2 == 0 ? down : text;
    }

    private static string Digits(double value, char format, int precision) => value.ToString($"{format}{precision}", CultureInfo.InvariantCulture);

    /// <summary>Where the digits end and the exponent begins.</summary>
    private static int End(string text) => text.IndexOf('e', StringComparison.Ordinal) is >= 0 and var exponent ? exponent : text.Length;

    private static string Exponential(double value, int precision)
    {
        string text = Round(value, 'e', precision);
        int exponent = End(text);
        // C writes at least two digits of the exponent, .NET three.
        return text[..(exponent + 2)] + text[(exponent + 2)..].TrimStart('0').PadLeft(2, '0');
    }

    private static string General(double value, int precision)
    {
        precision = Math.Max(1, precision);
        if (value == 0)
        {
            return "0";
        }

        string scientific = Exponential(value, precision - 1);
        int at = End(scientific);
        int exponent = int.Parse(scientific.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent < -4 || exponent >= precision)
        {
            return WithoutZeros(scientific[..at]) + scientific[at..];
        }

        return WithoutZeros(Round(value, 'F', Math.Max(0, precision - 1 - exponent)));
    }

    private static string WithoutZeros(string digits) => digits.Contains('.', StringComparison.Ordinal) ? digits.TrimEnd('0').TrimEnd('.') : digits;
}
