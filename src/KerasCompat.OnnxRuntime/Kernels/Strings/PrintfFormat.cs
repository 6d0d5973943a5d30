using System.Globalization;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>The number formats that AsString takes over from C's printf (tensorflow/core/kernels/as_string_op.cc).</summary>
/// <param name="Precision">Digits after the point; -1 for printf's own six.</param>
/// <param name="Scientific">As %e.</param>
/// <param name="Shortest">As %g.</param>
/// <param name="Width">The least width; -1 for none.</param>
/// <param name="Fill">A space, '0', '-', '+' or nothing.</param>
internal sealed record PrintfFormat(int Precision, bool Scientific, bool Shortest, int Width, string Fill)
{
    private const int DefaultPrecision = 6;

    public string Float(double value)
    {
        if (!double.IsFinite(value))
        {
            return Pad(Signed(double.IsNaN(value) ? "nan" : value < 0 ? "-inf" : "inf"), zeros: false);
        }

        int precision = Precision < 0 ? DefaultPrecision : Precision;
        string text = Scientific ? Exponential(value, precision) : Shortest ? General(value, precision) : value.ToString("F" + precision, CultureInfo.InvariantCulture);
        if (double.IsNegative(value) && !text.StartsWith('-'))
        {
            text = "-" + text;
        }

        return Pad(Signed(text));
    }

    public string Integer(long value) => Pad(Signed(value.ToString(CultureInfo.InvariantCulture)));

    public string Integer(ulong value) => Pad(Signed(value.ToString(CultureInfo.InvariantCulture)));

    public string Pad(string text) => Pad(text, Fill == "0");

    private string Pad(string text, bool zeros)
    {
        if (Width <= text.Length)
        {
            return text;
        }

        if (Fill == "-")
        {
            return text.PadRight(Width);
        }

        int sign = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        return zeros ? text[..sign] + text[sign..].PadLeft(Width - sign, '0') : text.PadLeft(Width);
    }

    private string Signed(string text) => text.StartsWith('-') ? text : Fill == "+" ? "+" + text : Fill == " " ? " " + text : text;

    private static string Exponential(double value, int precision)
    {
        string text = value.ToString("e" + precision, CultureInfo.InvariantCulture);
        int exponent = text.IndexOf('e', StringComparison.Ordinal);
        // C writes at least two digits of the exponent, .NET three.
        string digits = text[(exponent + 2)..].TrimStart('0').PadLeft(2, '0');
        return text[..(exponent + 2)] + digits;
    }

    private static string General(double value, int precision)
    {
        precision = Math.Max(1, precision);
        if (value == 0)
        {
            return "0";
        }

        string scientific = Exponential(value, precision - 1);
        int at = scientific.IndexOf('e', StringComparison.Ordinal);
        int exponent = int.Parse(scientific.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent < -4 || exponent >= precision)
        {
            string mantissa = scientific[..at];
            return (mantissa.Contains('.', StringComparison.Ordinal) ? mantissa.TrimEnd('0').TrimEnd('.') : mantissa) + scientific[at..];
        }

        string plain = value.ToString("F" + Math.Max(0, precision - 1 - exponent), CultureInfo.InvariantCulture);
        return plain.Contains('.', StringComparison.Ordinal) ? plain.TrimEnd('0').TrimEnd('.') : plain;
    }
}
