using System.Globalization;
using System.Numerics.Tensors;
using System.Text;

namespace KerasCompat.Engines;

/// <summary>Writes results for logs and debuggers: shapes, and the first elements.</summary>
public static class TensorText
{
    private const int MaxElements = 8;
    private const int MaxLength = 40;

    /// <summary>A result as text: <c>PredictResult { Score = [2,1] { 0.25, 0.75 } }</c>.</summary>
    /// <param name="type">The name of the result type.</param>
    /// <param name="outputs">The outputs, each with its text.</param>
    public static string FormatResult(string type, params ReadOnlySpan<(string Name, string Text)> outputs)
    {
        var text = new StringBuilder(type).Append(" {");
        for (int i = 0; i < outputs.Length; i++)
        {
            text.Append(i > 0 ? ", " : " ").Append(outputs[i].Name).Append(" = ").Append(outputs[i].Text);
        }

        return text.Append(" }").ToString();
    }

    /// <summary>A tensor as text: its shape and its first elements in row-major order.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="tensor">The tensor.</param>
    public static string Format<T>(Tensor<T> tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var text = new StringBuilder("[").AppendJoin(',', tensor.Lengths.ToArray()).Append("] {");
        int count = 0;
        foreach (T element in tensor)
        {
            if (count == MaxElements)
            {
                text.Append(", ...");
                break;
            }

            text.Append(count++ > 0 ? ", " : " ").Append(Format(element));
        }

        return text.Append(" }").ToString();
    }

    /// <summary>One element as text, the same in every culture.</summary>
    /// <typeparam name="T">The type of the element.</typeparam>
    /// <param name="element">The element.</param>
    public static string Format<T>(T element) => element switch
    {
        string text => $"\"{(text.Length > MaxLength ? $"{text[..MaxLength]}..." : text)}\"",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => element?.ToString() ?? "null",
    };
}
