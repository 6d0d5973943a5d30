using System.Text;

namespace KerasCompat.Generator.Emitting;

/// <summary>Writes indented lines, with LF at their ends on every machine.</summary>
internal sealed class SourceWriter
{
    private const int IndentSize = 4;

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes a line.</summary>
    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _depth * IndentSize).Append(line);
        }

        _text.Append('\n');
    }

    /// <summary>Writes lines as they are, each indented.</summary>
    public void Lines(string lines)
    {
        foreach (string line in lines.Split('\n'))
        {
            Line(line);
        }
    }

    /// <summary>Writes a line and opens a block below it.</summary>
    public void Open(string line)
    {
        Line(line);
        Open();
    }

    /// <summary>Opens a block below what was written.</summary>
    public void Open()
    {
        Line("{");
        _depth++;
    }

    /// <summary>Closes the innermost block.</summary>
    public void Close(string end = "}")
    {
        _depth--;
        Line(end);
    }

    /// <summary>Writes what follows one step further to the right.</summary>
    public void Indent() => _depth++;

    /// <summary>Ends <see cref="Indent"/>.</summary>
    public void Unindent() => _depth--;

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
