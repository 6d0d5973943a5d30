namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>A set of Unicode's characters as ranges, in order and apart from each other. Surrogates are no characters and never in it.</summary>
internal sealed class CodePointSet
{
    /// <summary>The last character of Unicode.</summary>
    public const int Last = 0x10FFFF;

    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;

    private readonly int[] _bounds;

    /// <param name="bounds">Where the set begins and where it ends (exclusive), by turns.</param>
    private CodePointSet(int[] bounds) => _bounds = bounds;

    /// <summary>Every character.</summary>
    public static CodePointSet All { get; } = Of((0, Last));

    /// <summary>The ranges, first and last character of each.</summary>
    public IEnumerable<(int First, int Last)> Ranges
    {
        get
        {
            for (int i = 0; i < _bounds.Length; i += 2)
            {
                yield return (_bounds[i], _bounds[i + 1] - 1);
            }
        }
    }

    /// <summary>The set of some ranges, which may overlap.</summary>
    public static CodePointSet Of(params IEnumerable<(int First, int Last)> ranges)
    {
        var bounds = new List<int>();
        foreach ((int first, int last) in ranges.SelectMany(WithoutSurrogates).OrderBy(range => range.First))
        {
            if (bounds.Count > 0 && first <= bounds[^1])
            {
                bounds[^1] = Math.Max(bounds[^1], last + 1);
            }
            else
            {
                bounds.Add(first);
                bounds.Add(last + 1);
            }
        }

        return new CodePointSet([.. bounds]);
    }

    /// <summary>All characters that are not in the set.</summary>
    public CodePointSet Complement()
    {
        var ranges = new List<(int First, int Last)>();
        int next = 0;
        foreach ((int first, int last) in Ranges)
        {
            ranges.Add((next, first - 1));
            next = last + 1;
        }

        ranges.Add((next, Last));
        return Of(ranges.Where(range => range.First <= range.Last));
    }

    public bool Contains(int codePoint)
    {
        int at = Array.BinarySearch(_bounds, codePoint);
        // Found at an even place: the beginning of a range. Between two places: inside when the first of them is a beginning.
        return at >= 0 ? (at & 1) == 0 : (~at & 1) == 1;
    }

    /// <summary>The set with everything that differs from one of its characters in case alone.</summary>
    public CodePointSet IgnoreCase() => Of(Ranges.Concat(CaseFolding.Variants(this).Select(c => (c, c))));

    private static IEnumerable<(int First, int Last)> WithoutSurrogates((int First, int Last) range)
    {
        if (range.First < FirstSurrogate && range.First <= range.Last)
        {
            yield return (range.First, Math.Min(range.Last, FirstSurrogate - 1));
        }

        if (range.Last > LastSurrogate && range.First <= range.Last)
        {
            yield return (Math.Max(range.First, LastSurrogate + 1), range.Last);
        }
    }
}
