using System.Runtime.InteropServices;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Where the parts of texts begin and end. Kept from run to run, so that it grows to what the texts need and no further.</summary>
internal sealed class Cuts
{
    // Begin and end of each part, one after the other.
    private int[] _bounds = new int[128];
    private int _used;

    /// <summary>How many parts there are.</summary>
    public int Count => _used / 2;

    /// <summary>Where each part begins and ends.</summary>
    public ReadOnlySpan<(int Start, int End)> Bounds => MemoryMarshal.Cast<int, (int, int)>(_bounds.AsSpan(0, _used));

    /// <summary>A part.</summary>
    public (int Start, int Length) this[int index] => (_bounds[2 * index], _bounds[(2 * index) + 1] - _bounds[2 * index]);

    /// <summary>Adds a part.</summary>
    public void Add(int start, int length)
    {
        Span<int> bounds = Room(2);
        bounds[0] = start;
        bounds[1] = start + length;
        Take(2);
    }

    /// <summary>Room for bounds that follow, each part's begin and then its end.</summary>
    /// <param name="most">How many may follow.</param>
    public Span<int> Room(int most)
    {
        if (_bounds.Length - _used < most)
        {
            Array.Resize(ref _bounds, checked(Math.Max(_bounds.Length * 2, _used + most)));
        }

        return _bounds.AsSpan(_used);
    }

    /// <summary>Says how many bounds were written into the room: an even number.</summary>
    public void Take(int bounds) => _used += bounds;

    /// <summary>Forgets all parts.</summary>
    public void Clear() => _used = 0;
}
