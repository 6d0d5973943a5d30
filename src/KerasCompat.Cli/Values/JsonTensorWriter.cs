using System.Text;
using System.Text.Json;
using KerasCompat.Cli.Tensors;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Values;

/// <summary>
/// Writes a tensor as nested JSON lists. Numbers that JSON lacks are the strings "nan", "inf", "-inf"; a byte string that is not UTF-8 is
/// <c>{"base64": "..."}</c>.
/// </summary>
internal static class JsonTensorWriter
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes a tensor.</summary>
    public static void Write(Utf8JsonWriter json, ModelTensor tensor)
    {
        int next = 0;
        WriteDimension(json, tensor, 0, ref next);
    }

    private static void WriteDimension(Utf8JsonWriter json, ModelTensor tensor, int dimension, ref int next)
    {
        if (dimension == tensor.Shape.Length)
        {
            WriteElement(json, tensor, next++);
            return;
        }

        json.WriteStartArray();
        for (nint i = 0; i < tensor.Shape[dimension]; i++)
        {
            WriteDimension(json, tensor, dimension + 1, ref next);
        }

        json.WriteEndArray();
    }

    private static void WriteElement(Utf8JsonWriter json, ModelTensor tensor, int index)
    {
        switch (tensor.DType)
        {
            case DType.String:
                WriteBytes(json, tensor.Strings[index].Span);
                break;
            case DType.Bool:
                json.WriteBooleanValue(tensor.IntegerAt(index) != 0);
                break;
            case DType.Float64:
                WriteNumber(json, tensor.DoubleAt(index));
                break;
            case DType.Float16:
                double half = tensor.DoubleAt(index);
                WriteFloat(json, half, Show.Invariant((Half)half));
                break;
            case DType.Float32 or DType.BFloat16:
                double single = tensor.DoubleAt(index);
                WriteFloat(json, single, Show.Invariant((float)single));
                break;
            default:
                json.WriteRawValue(Show.Invariant(tensor.IntegerAt(index)), skipInputValidation: true);
                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, double value) => WriteFloat(json, value, Show.Invariant(value));

    private static void WriteFloat(Utf8JsonWriter json, double value, string text)
    {
        if (double.IsFinite(value))
        {
            json.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
        }
    }

    private static void WriteBytes(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        try
        {
            json.WriteStringValue(StrictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            json.WriteStartObject();
            json.WriteBase64String("base64", bytes);
            json.WriteEndObject();
        }
    }
}
