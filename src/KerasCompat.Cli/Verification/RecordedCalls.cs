using System.Text.Json;
using KerasCompat.Cli.Tensors;

namespace KerasCompat.Cli.Verification;

/// <summary>The content of a <c>NAME.cases.json</c>, in the order of recording.</summary>
/// <param name="Tolerance">How close is close enough.</param>
/// <param name="Tags">The tag set of the meta graph that was loaded.</param>
/// <param name="Calls">The calls.</param>
internal sealed record RecordedCalls(Tolerance Tolerance, IReadOnlyList<string> Tags, IReadOnlyList<RecordedCall> Calls)
{
    private const string Remedy = "Record the cases again with tools/record_cases.py.";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">The file is missing or not of the form that <c>tools/record_cases.py</c> writes.</exception>
    public static RecordedCalls Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(stream);
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new ModelFormatException(path, $"line {Show.Invariant((error.LineNumber ?? 0) + 1)}", "is not JSON", Remedy, error);
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException or OverflowException)
        {
            throw new ModelFormatException(path, null, error.Message, Remedy, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, null, "cannot be read", error.Message, error);
        }
    }

    private static RecordedCalls Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("cases", out JsonElement cases) || cases.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("has no list 'cases'");
        }

        var tolerance = new Tolerance(Number(root, "rtol", 1e-4), Number(root, "atol", 1e-5));
        string[] tags = root.TryGetProperty("tags", out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(t => t.GetString() ?? "")]
            : ["serve"];
        return new RecordedCalls(tolerance, tags, [.. cases.EnumerateArray().Select(Call)]);
    }

    private static double Number(JsonElement root, string member, double otherwise)
    {
        if (!root.TryGetProperty(member, out JsonElement value))
        {
            return otherwise;
        }

        return value.ValueKind == JsonValueKind.Number && value.GetDouble() >= 0
            ? value.GetDouble()
            : throw new FormatException($"'{member}' is not a number from 0 up");
    }

    private static RecordedCall Call(JsonElement json)
    {
        string name = Word(json, "name");
        try
        {
            return new RecordedCall(name, Word(json, "signature"), Tensors(json, "inputs"), Tensors(json, "outputs"));
        }
        catch (FormatException error)
        {
            throw new FormatException($"case '{name}': {error.Message}", error);
        }
    }

    private static NamedTensor[] Tensors(JsonElement json, string member) =>
        json.TryGetProperty(member, out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(InferenceTensorReader.Read)]
            : throw new FormatException($"has no list '{member}'");

    private static string Word(JsonElement json, string member) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new FormatException($"a case has no text '{member}'");
}
