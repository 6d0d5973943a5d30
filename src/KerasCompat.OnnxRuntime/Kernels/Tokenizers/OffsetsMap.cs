namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>Where the bytes of a normalized text come from: parts that are as they were and parts that were replaced (ICU's Edits).</summary>
internal sealed class OffsetsMap
{
    private readonly List<Part> _parts = [];
    private int _source;
    private int _result;

    /// <summary>Adds a part behind the last.</summary>
    /// <param name="length">Its length in the original text.</param>
    /// <param name="resultLength">Its length in the normalized one.</param>
    /// <param name="changed">Whether it was replaced.</param>
    public void Add(int length, int resultLength, bool changed)
    {
        if (!changed && _parts.Count > 0 && !_parts[^1].Changed)
        {
            _parts[^1] = _parts[^1] with { Length = _parts[^1].Length + length, ResultLength = _parts[^1].ResultLength + resultLength };
        }
        else
        {
            _parts.Add(new Part(_source, _result, length, resultLength, changed));
        }

        _source += length;
        _result += resultLength;
    }

    /// <summary>The place in the original text of a place in the normalized one: the end of what was replaced, for a place within it.</summary>
    public long Source(long place)
    {
        if (place < 0)
        {
            return 0;
        }

        int low = 0, high = _parts.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            Part part = _parts[middle];
            if (place < part.Result)
            {
                high = middle - 1;
            }
            else if (place >= part.Result + part.ResultLength)
            {
                low = middle + 1;
            }
            else
            {
                return place == part.Result ? part.Source : part.Changed ? part.Source + part.Length : part.Source + (place - part.Result);
            }
        }

        return _source;
    }

    private readonly record struct Part(int Source, int Result, int Length, int ResultLength, bool Changed);
}
