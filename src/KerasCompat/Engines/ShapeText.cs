using System.Globalization;
using System.Text;

namespace KerasCompat.Engines;

/// <summary>Writes shapes for messages, as in <c>[?,10]</c>.</summary>
internal static class ShapeText
{
    /// <summary>As in <c>[2,10]</c>; <c>?</c> for a negative size.</summary>
    public static string Write(ReadOnlySpan<nint> shape)
    {
        var text = new StringBuilder("[");
        for (int i = 0; i < shape.Length; i++)
        {
            text.Append(i > 0 ? "," : "").Append(shape[i] < 0 ? "?" : shape[i].ToString(CultureInfo.InvariantCulture));
        }

        return text.Append(']').ToString();
    }
}
