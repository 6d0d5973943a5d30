using System.Text;

namespace KerasCompat.Cli.Terminal;

/// <summary>Leaves out the spaces at the ends of lines, with which tables are filled up to the width of a terminal.</summary>
/// <param name="inner">Where the text goes.</param>
internal sealed class TrimmingWriter(TextWriter inner) : TextWriter
{
    private int _spaces;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value)
    {
        switch (value)
        {
            case ' ':
                _spaces++;
                return;
            case '\n' or '\r':
                _spaces = 0;
                break;
        }

        for (; _spaces > 0; _spaces--)
        {
            inner.Write(' ');
        }

        inner.Write(value);
    }

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();
}
