using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KerasCompat.Cli.Terminal;

/// <summary>JSON as the tool prints it: indented, LF, letters of every language as they are.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        IndentSize = 1,
        NewLine = "\n",
        // What is printed is read as JSON, never pasted into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a document and a line feed.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="content">Writes the document.</param>
    /// <param name="indented">Whether on many lines.</param>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> content, bool indented = true)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, indented ? Indented : OneLine))
        {
            content(json);
        }

        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Write('\n');
        output.Flush();
    }
}
