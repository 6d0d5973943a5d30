using System.Globalization;

namespace KerasCompat.Contracts.Json;

/// <summary>A JSON text, the file that it came from, and what its owner can do when it is wrong.</summary>
internal sealed class JsonSource(string text, string path, string remedy)
{
    public string Text { get; } = text;

    /// <summary>An error at an offset of the text, named as line and column, both counted from 1.</summary>
    public ModelFormatException Error(int offset, string problem)
    {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset && i < Text.Length; i++)
        {
            if (Text[i] == '\n')
            {
                line++;
                lineStart = i + 1;
            }
        }

        string place = string.Format(CultureInfo.InvariantCulture, "line {0}, column {1}", line, offset - lineStart + 1);
        return new ModelFormatException(path, place, problem, remedy);
    }
}
