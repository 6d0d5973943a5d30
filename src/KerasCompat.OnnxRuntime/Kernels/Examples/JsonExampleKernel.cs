using System.Runtime.InteropServices;
using System.Text.Json;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.SavedModel.Wire;

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
                output[i] = WireWriter.ToArray(new JsonMessage(document.RootElement, Example));
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
            {
                throw KernelContext.Refuse($"Error while parsing JSON: {e.Message}");
            }
        }
    }

    private static void Example(WireWriter writer, JsonElement example)
    {
        if (Property(example, "features", "features") is { } features)
        {
            writer.Message(1, new JsonMessage(features, Features));
        }
    }

    private static void Features(WireWriter writer, JsonElement features)
    {
        if (Property(features, "feature", "feature") is { } map)
        {
            foreach (JsonProperty entry in map.EnumerateObject())
            {
                writer.Message(1, new JsonMessage(entry.Value, (pair, value) =>
                {
                    pair.AnyString(1, entry.Name);
                    pair.Message(2, new JsonMessage(value, Feature));
                }));
            }
        }
    }

    private static void Feature(WireWriter writer, JsonElement feature)
    {
        if (Property(feature, "bytesList", "bytes_list") is { } texts)
        {
            writer.Message(1, new JsonMessage(texts, (list, json) =>
            {
                foreach (JsonElement value in Values(json))
                {
                    list.AnyBytes(1, Base64(value));
                }
            }));
        }

        if (Property(feature, "floatList", "float_list") is { } floats)
        {
            writer.Message(2, new JsonMessage(floats, (list, json) =>
            {
                float[] values = [.. Values(json).Select(Float)];
                list.Bytes(1, MemoryMarshal.AsBytes<float>(values));
            }));
        }

        if (Property(feature, "int64List", "int64_list") is { } integers)
        {
            writer.Message(3, new JsonMessage(integers, (list, json) => list.PackedInt64(1, [.. Values(json).Select(Integer)])));
        }
    }

    /// <summary>A property by either of its names; null where it is not there or null.</summary>
    private static JsonElement? Property(JsonElement parent, string name, string original) =>
        (parent.TryGetProperty(name, out JsonElement value) || parent.TryGetProperty(original, out value)) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static IEnumerable<JsonElement> Values(JsonElement list) => Property(list, "value", "value") is { } values ? values.EnumerateArray() : [];

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

    /// <summary>A message that is written from a part of the JSON.</summary>
    private sealed class JsonMessage(JsonElement element, Action<WireWriter, JsonElement> write) : IWireMessage
    {
        public void WriteTo(WireWriter writer) => write(writer, element);
    }
}
