using System.Text;
using System.Text.Json;
using Google.Protobuf;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Examples;

/// <summary>
/// <c>tf.Example</c>s written as JSON to their binary form (DecodeJSONExample in tensorflow/core/ops/parsing_ops.cc), by
/// the JSON mapping of protocol buffers: bytes are base64, 64-bit integers may be texts, names are in camel case or as in the message.
/// </summary>
internal static class JsonExampleKernel
{
    public static void AddTo(KernelTable table) => table.Add("DecodeJSONExample", Run);

    private static void Run(KernelContext context)
    {
        HostTensor input = context.Input(0);
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, input.Shape).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(input.Strings[i]);
                output[i] = Message(stream => Field(stream, document.RootElement, "features", "features", 1, Features));
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
            {
                throw KernelContext.Refuse($"Error while parsing JSON: {e.Message}");
            }
        }
    }

    private static void Features(CodedOutputStream output, JsonElement features) => Field(output, features, "feature", "feature", 0, (stream, map) =>
    {
        foreach (JsonProperty entry in map.EnumerateObject())
        {
            Write(stream, 1, Message(pair =>
            {
                Write(pair, 1, Encoding.UTF8.GetBytes(entry.Name));
                Write(pair, 2, Message(feature => Feature(feature, entry.Value)));
            }));
        }
    });

    private static void Feature(CodedOutputStream output, JsonElement feature)
    {
        Field(output, feature, "bytesList", "bytes_list", 1, (stream, list) => Values(list, value => Write(stream, 1, Base64(value))));
        Field(output, feature, "floatList", "float_list", 2, (stream, list) => Packed(stream, list, (packed, value) => packed.WriteFloat(Float(value))));
        Field(output, feature, "int64List", "int64_list", 3, (stream, list) => Packed(stream, list, (packed, value) => packed.WriteInt64(Integer(value))));
    }

    /// <summary>Writes a message that is a property, where it is there; number 0 is the message itself.</summary>
    private static void Field(CodedOutputStream output, JsonElement parent, string name, string original, int number, Action<CodedOutputStream, JsonElement> write)
    {
        if ((parent.TryGetProperty(name, out JsonElement value) || parent.TryGetProperty(original, out value)) && value.ValueKind != JsonValueKind.Null)
        {
            if (number == 0)
            {
                write(output, value);
            }
            else
            {
                Write(output, number, Message(stream => write(stream, value)));
            }
        }
    }

    private static void Values(JsonElement list, Action<JsonElement> found)
    {
        if (list.TryGetProperty("value", out JsonElement values) && values.ValueKind != JsonValueKind.Null)
        {
            foreach (JsonElement value in values.EnumerateArray())
            {
                found(value);
            }
        }
    }

    private static void Packed(CodedOutputStream output, JsonElement list, Action<CodedOutputStream, JsonElement> write)
    {
        byte[] packed = Message(stream => Values(list, value => write(stream, value)));
        if (packed.Length > 0)
        {
            Write(output, 1, packed);
        }
    }

    /// <summary>Either alphabet, with padding or without.</summary>
    private static byte[] Base64(JsonElement value)
    {
        string text = value.GetString()!.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
    }

    private static float Float(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString() switch
        {
            "NaN" => float.NaN,
            "Infinity" => float.PositiveInfinity,
            "-Infinity" => float.NegativeInfinity,
            var text => float.Parse(text!, System.Globalization.CultureInfo.InvariantCulture),
        }
        : value.GetSingle();

    private static long Integer(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? long.Parse(value.GetString()!, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture)
        : value.GetInt64();

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var stream = new CodedOutputStream(bytes, leaveOpen: true))
        {
            write(stream);
        }

        return bytes.ToArray();
    }

    private static void Write(CodedOutputStream output, int field, byte[] value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(value));
    }
}
