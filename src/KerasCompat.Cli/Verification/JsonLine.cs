using System.Buffers;
using System.Text;
using System.Text.Json;

namespace KerasCompat.Cli.Verification;

/// <summary>A JSON object on one line.</summary>
internal static class JsonLine
{
    /// <summary>An object with the members that <paramref name="members"/> writes.</summary>
    public static string Of(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
