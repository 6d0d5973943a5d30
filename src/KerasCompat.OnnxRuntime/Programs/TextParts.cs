using KerasCompat.OnnxRuntime.Kernels.Strings;

namespace KerasCompat.OnnxRuntime.Programs;

/// <summary>
/// Parts of texts, as the words of lines: where each of them begins and ends. They become texts of their own when somebody asks for them as
/// such; who passes over words once, to look them up or to compare them, does without.
/// </summary>
internal sealed class TextParts
{
    private HostTensor? _source;
    private int[] _ends = [];
    private int _texts;
    private ReadOnlyMemory<byte>[] _strings = [];
    private bool _hasStrings;

    /// <summary>How many parts there are.</summary>
    public int Count => Cuts.Count;

    /// <summary>Where each part begins and ends in its text.</summary>
    public Cuts Cuts { get; } = new();

    /// <summary>For each text the number of parts up to its end.</summary>
    public ReadOnlySpan<int> Ends => _ends.AsSpan(0, _texts);

    /// <summary>The texts that the parts are of.</summary>
    public ReadOnlySpan<ReadOnlyMemory<byte>> Texts => _source is null ? default : _source.Strings;

    /// <summary>The parts as texts of their own.</summary>
    public Span<ReadOnlyMemory<byte>> Strings
    {
        get
        {
            if (!_hasStrings)
            {
                MakeStrings();
                _hasStrings = true;
            }

            return _strings.AsSpan(0, Count);
        }
    }

    /// <summary>Forgets all parts and begins with those of the first of some texts.</summary>
    /// <param name="source">The texts.</param>
    public void Begin(HostTensor source)
    {
        _source = source;
        _texts = 0;
        _hasStrings = false;
        Cuts.Clear();
        if (_ends.Length < source.Count)
        {
            _ends = new int[source.Count];
        }
    }

    /// <summary>The text has no more parts; the next begins.</summary>
    public void EndText() => _ends[_texts++] = Count;

    private void MakeStrings()
    {
        if (_strings.Length < Count)
        {
            _strings = new ReadOnlyMemory<byte>[Count];
        }

        ReadOnlySpan<ReadOnlyMemory<byte>> texts = Texts;
        for (int row = 0, at = 0; row < _texts; row++)
        {
            ReadOnlyMemory<byte> text = texts[row];
            for (; at < _ends[row]; at++)
            {
                (int start, int length) = Cuts[at];
                _strings[at] = text.Slice(start, length);
            }
        }
    }
}
