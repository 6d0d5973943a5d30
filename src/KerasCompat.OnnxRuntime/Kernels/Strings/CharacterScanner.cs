using System.Buffers;
using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Finds the characters of a set in UTF-8; bytes that are not UTF-8 belong to no set.</summary>
internal sealed class CharacterScanner
{
    private readonly CodePointSet _set;
    private readonly bool _runs;
    private readonly SearchValues<byte> _candidates;
    private readonly bool[] _ascii = new bool[0x80];

    /// <param name="set">The set.</param>
    /// <param name="runs">Whether characters of the set that follow each other are one match.</param>
    public CharacterScanner(CodePointSet set, bool runs)
    {
        _set = set;
        _runs = runs;
        for (int c = 0; c < _ascii.Length; c++)
        {
            _ascii[c] = set.Contains(c);
        }

        bool beyondAscii = set.Ranges.Any(range => range.Last >= 0x80);
        _candidates = SearchValues.Create([.. Enumerable.Range(0, 256).Where(b => b < 0x80 ? _ascii[b] : beyondAscii && b >= 0xC2).Select(b => (byte)b)]);
    }

    /// <summary>Adds the matches.</summary>
    public void FindAll(ReadOnlySpan<byte> bytes, Cuts found)
    {
        int at = 0;
        while (true)
        {
            int next = bytes[at..].IndexOfAny(_candidates);
            if (next < 0)
            {
                return;
            }

            at += next;
            int length = Match(bytes[at..]);
            if (length == 0)
            {
                at++;
                continue;
            }

            int start = at;
            do
            {
                at += length;
                length = _runs ? Match(bytes[at..]) : 0;
            }
            while (length > 0);

            found.Add(start, at - start);
        }
    }

    /// <summary>The length of the first character when it belongs to the set; else 0.</summary>
    private int Match(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return 0;
        }

        if (bytes[0] < 0x80)
        {
            return _ascii[bytes[0]] ? 1 : 0;
        }

        return Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == OperationStatus.Done && _set.Contains(rune.Value) ? length : 0;
    }
}
