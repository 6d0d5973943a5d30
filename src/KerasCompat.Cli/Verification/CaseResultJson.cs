using System.Text.Json;

namespace KerasCompat.Cli.Verification;

/// <summary>A row as a JSON object: what <c>--format json</c> prints and what a worker process hands to its parent.</summary>
internal static class CaseResultJson
{
    /// <summary>Writes a row.</summary>
    public static void Write(Utf8JsonWriter json, CaseResult result)
    {
        json.WriteStartObject();
        json.WriteString("model", result.Model);
        json.WriteString("signature", result.Signature);
        json.WriteString("case", result.Case);
        json.WriteString("status", result.Status.Word());
        WriteNumber(json, "max_abs", result.MaxAbsolute);
        WriteNumber(json, "max_rel", result.MaxRelative);
        WriteNumber(json, "milliseconds", result.Milliseconds is { } time ? Math.Round(time, 3) : null);
        json.WriteString("detail", result.Detail);
        json.WriteStartArray("outputs");
        foreach (OutputComparison output in result.Outputs)
        {
            json.WriteStartObject();
            json.WriteString("name", output.Name);
            WriteNumber(json, "max_abs", output.MaxAbsolute);
            WriteNumber(json, "max_rel", output.MaxRelative);
            json.WriteString("problem", output.Problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads a row that <see cref="Write"/> wrote.</summary>
    public static CaseResult Read(JsonElement json) => new(
        json.GetProperty("model").GetString()!,
        json.GetProperty("signature").GetString()!,
        json.GetProperty("case").GetString()!,
        CaseStatuses.Parse(json.GetProperty("status").GetString()!),
        ReadNumber(json, "max_abs"),
        ReadNumber(json, "max_rel"),
        ReadNumber(json, "milliseconds"),
        json.GetProperty("detail").GetString()!,
        [
            .. json.GetProperty("outputs").EnumerateArray().Select(output => new OutputComparison(
                output.GetProperty("name").GetString()!,
                ReadNumber(output, "max_abs"),
                ReadNumber(output, "max_rel"),
                output.GetProperty("problem").GetString())),
        ]);

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case { } number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteString(name, Show.Error(value.Value));
                break;
        }
    }

    private static double? ReadNumber(JsonElement json, string name)
    {
        JsonElement value = json.GetProperty(name);
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.String => value.GetString() == "nan" ? double.NaN : double.PositiveInfinity,
            _ => null,
        };
    }
}
