using System.Buffers;
using System.Text.RegularExpressions;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>
/// A pattern of RE2, ready to be sought in bytes, in bounded time as RE2's is (<see cref="BoundedRegex"/>); sets of characters and literal
/// texts need no engine.
/// </summary>
internal sealed class CompiledPattern
{
    private readonly Re2Pattern _pattern;
    private readonly BoundedRegex _regex;
    private readonly byte[]? _literal;
    private readonly CharacterScanner? _scanner;
    private BoundedRegex? _full;
    private BoundedRegex? _capturing;

    private CompiledPattern(ReadOnlyMemory<byte> source, Re2Pattern pattern)
    {
        Source = source;
        _pattern = pattern;
        _regex = new BoundedRegex(pattern.DotNet, RegexOptions.ExplicitCapture);
        _literal = pattern.Literal is { } literal ? Utf8Text.Encode(literal) : null;
        _scanner = pattern.Set is { } set ? new CharacterScanner(set, pattern.Run) : null;
    }

    /// <summary>The pattern as the model has it.</summary>
    public ReadOnlyMemory<byte> Source { get; }

    /// <summary>The number of its capturing groups.</summary>
    public int Groups => _pattern.Groups;

    /// <summary>The pattern with its groups, on the text of <see cref="BytePattern"/>.</summary>
    public BoundedRegex Capturing => _capturing ??= new BoundedRegex(_pattern.DotNet, RegexOptions.None);

    /// <summary>Makes a pattern ready.</summary>
    /// <param name="source">The pattern as the model has it; copied.</param>
    /// <exception cref="KernelException">It is no pattern of RE2.</exception>
    public static CompiledPattern Create(ReadOnlySpan<byte> source)
    {
        KernelContext.Require(System.Text.Unicode.Utf8.IsValid(source), "Invalid pattern: it is not UTF-8");
        return new CompiledPattern(source.ToArray(), Re2Syntax.Translate(Utf8Text.Decode(source)));
    }

    /// <summary>Whether the whole text matches.</summary>
    public bool IsFullMatch(ReadOnlySpan<byte> bytes)
    {
        _full ??= new BoundedRegex($"\\A(?:{_pattern.DotNet})\\z", RegexOptions.ExplicitCapture);
        using PatternText text = new(bytes);
        return _full.IsMatch(text.Characters);
    }

    /// <summary>Finds all matches in a text, as RE2's <c>GlobalReplace</c> finds them.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="found">Gets the matches.</param>
    public void FindAll(ReadOnlySpan<byte> bytes, Cuts found)
    {
        found.Clear();
        if (_literal is not null)
        {
            FindLiteral(bytes, _literal, found);
        }
        else if (_scanner is not null)
        {
            _scanner.FindAll(bytes, found);
        }
        else
        {
            using PatternText text = new(bytes);
            try
            {
                FindAll(_regex.Current, text.Characters, bytes, found);
            }
            catch (RegexMatchTimeoutException)
            {
                found.Clear();
                _regex.BecomeLinear();
                FindAll(_regex.Current, text.Characters, bytes, found);
            }
        }
    }

    /// <summary>The text without any match; null where it takes more than a look at each byte to tell.</summary>
    /// <param name="text">The text.</param>
    /// <param name="chunks">Where the result is written.</param>
    public ReadOnlyMemory<byte>? RemoveAll(ReadOnlyMemory<byte> text, ByteChunks chunks) => _scanner?.Remove(text, chunks);

    private static void FindAll(Regex regex, ReadOnlySpan<char> text, ReadOnlySpan<byte> bytes, Cuts found)
    {
        int lastEnd = -1;
        foreach (ValueMatch match in regex.EnumerateMatches(text))
        {
            if (IsReplaced(bytes, match.Index, match.Length, lastEnd))
            {
                lastEnd = match.Index + match.Length;
                found.Add(match.Index, match.Length);
            }
        }
    }

    /// <summary>
    /// RE2 finds no empty match where the last match ended, and none within a character, over which it steps as a whole.
    /// </summary>
    public static bool IsReplaced(ReadOnlySpan<byte> bytes, int index, int length, int lastEnd) =>
        length > 0 || (index != lastEnd && !IsWithinCharacter(bytes, index));

    private static bool IsWithinCharacter(ReadOnlySpan<byte> bytes, int index)
    {
        if (index == 0 || index == bytes.Length || (bytes[index] & 0xC0) != 0x80)
        {
            return false;
        }

        int start = index;
        while (start > 0 && index - start < 3 && (bytes[start] & 0xC0) == 0x80)
        {
            start--;
        }

        return System.Text.Rune.DecodeFromUtf8(bytes[start..], out _, out int length) == OperationStatus.Done && start + length > index;
    }

    private static void FindLiteral(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> literal, Cuts found)
    {
        int at = 0;
        for (int next = bytes.IndexOf(literal); next >= 0; next = bytes[at..].IndexOf(literal))
        {
            found.Add(at + next, literal.Length);
            at += next + literal.Length;
        }
    }
}
