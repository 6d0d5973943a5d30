using System.Buffers;
using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>Puts tokens together character by character; white space belongs to none of them, but may lie within one.</summary>
/// <param name="rows">Gets the tokens.</param>
/// <param name="splitsAtSpace">Whether what follows white space always begins a token.</param>
/// <param name="countsSpace">Whether white space within a token counts for where it ends; else that is as many bytes from its start as it has.</param>
internal sealed class TokenBuilder(TokenRows rows, bool splitsAtSpace, bool countsSpace)
{
    private const int None = -1;

    private readonly List<byte> _token = [];
    private int _start = None;
    private int _limit;
    private bool _afterSpace;

    /// <summary>Takes the next character of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the character stands.</param>
    /// <param name="begins">Whether a token begins with it.</param>
    /// <returns>The number of its bytes.</returns>
    public int Add(ReadOnlySpan<byte> text, int at, bool begins)
    {
        bool valid = Rune.DecodeFromUtf8(text[at..], out Rune rune, out int length) == OperationStatus.Done;
        bool space = valid && Rune.IsWhiteSpace(rune);
        if (!space)
        {
            if (begins || _start == None || (_afterSpace && splitsAtSpace))
            {
                EndToken();
                _start = at;
            }

            _token.AddRange(text.Slice(at, length));
            _limit = countsSpace ? at + length : _start + _token.Count;
        }

        _afterSpace = space;
        return length;
    }

    /// <summary>The text ends, and its last token with it.</summary>
    public void EndRow()
    {
        EndToken();
        (_start, _afterSpace) = (None, false);
        rows.EndRow();
    }

    private void EndToken()
    {
        if (_start != None)
        {
            rows.Add(_token.ToArray(), _start, _limit);
            _token.Clear();
        }
    }
}
