namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Where the parts of texts begin and how long they are. Kept from run to run, so that it grows to what the texts need and no further.</summary>
internal sealed class Cuts
{
    private (int Start, int Length)[] _parts = new (int, int)[64];

    public int Count { get; private set; }

    public (int Start, int Length) this[int index] => _parts[index];

    public void Add(int start, int length)
    {
        if (Count == _parts.Length)
        {
            Array.Resize(ref _parts, checked(Count * 2));
        }

        _parts[Count++] = (start, length);
    }

    /// <summary>Forgets the parts from a position on.</summary>
    public void Truncate(int count) => Count = count;
}
