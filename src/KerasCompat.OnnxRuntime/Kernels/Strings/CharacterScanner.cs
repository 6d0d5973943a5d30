using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Finds the characters of a set in UTF-8; bytes that are not UTF-8 belong to no set.</summary>
internal sealed class CharacterScanner
{
    private readonly CodePointSet _set;
    private readonly bool _runs;
    private readonly SearchValues<byte> _candidates;
    private readonly bool[] _ascii = new bool[0x80];
    private readonly byte[]? _kept;

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
        if (!beyondAscii)
        {
            _kept = [.. Enumerable.Range(0, 256).Select(b => b < 0x80 && _ascii[b] ? (byte)0 : (byte)1)];
        }

        _candidates = SearchValues.Create([.. Enumerable.Range(0, 256).Where(b => b < 0x80 ? _ascii[b] : beyondAscii && b >= 0xC2).Select(b => (byte)b)]);
    }

    /// <summary>
    /// The text without the characters of the set, where that can be told byte by byte: a set of ASCII, whose bytes are part of no other
    /// character. Then a match is one byte or several, and without them the text is the same.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="chunks">Where the result is written.</param>
    /// <returns>Null where the set has other characters.</returns>
    public ReadOnlyMemory<byte>? Remove(ReadOnlyMemory<byte> text, ByteChunks chunks)
    {
        if (_kept is not { } kept)
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = text.Span;
        int first = bytes.IndexOfAny(_candidates);
        if (first < 0)
        {
            return text;
        }

        Span<byte> room = chunks.Room(bytes.Length);
        bytes[..first].CopyTo(room);
        return chunks.Take(first + Compact(bytes[first..], room[first..], ref kept[0]));
    }

    /// <summary>
    /// Copies the bytes that are kept, without a branch: where the next one goes that is not kept cannot be foretold. Nor are there checks:
    /// the room is as long as the bytes, of which no more are copied, and the table has an entry for every byte.
    /// </summary>
    private static int Compact(ReadOnlySpan<byte> bytes, Span<byte> room, ref byte kept)
    {
        ref byte target = ref MemoryMarshal.GetReference(room);
        nint length = 0;
        foreach (byte value in bytes)
        {
            Unsafe.Add(ref target, length) = value;
            length += Unsafe.Add(ref kept, value);
        }

        return (int)length;
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
