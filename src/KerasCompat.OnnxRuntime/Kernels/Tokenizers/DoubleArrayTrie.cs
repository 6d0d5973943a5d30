using System.Buffers.Binary;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>
/// Reads tries that the darts-clone library wrote (github.com/s-yata/darts-clone): one array of 32-bit units. A unit holds the label of the
/// byte that leads to it and how far its children are; where a key ends, one of the children is its value. Models bring them, so every step
/// is checked.
/// </summary>
/// <param name="units">The units, each of four bytes, little-endian.</param>
internal sealed class DoubleArrayTrie(ReadOnlyMemory<byte> units)
{
    private const uint LabelMask = 0x8000_00FF;
    private const uint ValueMask = 0x7FFF_FFFF;
    private const uint EndsKey = 1 << 8;

    private readonly uint[] _units = Read(units.Span);

    /// <summary>Where a walk begins.</summary>
    public const int Root = 0;

    /// <summary>Finds the longest key that a text begins with.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The value of the key.</param>
    /// <returns>The length of the key; 0 when there is none.</returns>
    public int Longest(ReadOnlySpan<byte> text, out int value)
    {
        int node = Root, longest = 0;
        value = -1;
        for (int i = 0; i < text.Length && TryStep(ref node, text[i]); i++)
        {
            if (TryGetValue(node, out int found))
            {
                (longest, value) = (i + 1, found);
            }
        }

        return longest;
    }

    /// <summary>Follows one byte; false, and the node as it was, where no key goes on so.</summary>
    public bool TryStep(ref int node, byte label)
    {
        if ((uint)node >= (uint)_units.Length)
        {
            return false;
        }

        uint next = (uint)node ^ Offset(_units[node]) ^ label;
        if (next >= (uint)_units.Length || (_units[next] & LabelMask) != label)
        {
            return false;
        }

        node = (int)next;
        return true;
    }

    /// <summary>The value of the key that ends at a node; false where none ends.</summary>
    public bool TryGetValue(int node, out int value)
    {
        value = -1;
        if ((uint)node >= (uint)_units.Length || (_units[node] & EndsKey) == 0)
        {
            return false;
        }

        uint leaf = (uint)node ^ Offset(_units[node]);
        if (leaf >= (uint)_units.Length)
        {
            return false;
        }

        value = (int)(_units[leaf] & ValueMask);
        return true;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1 << 9)) >> 6);

    private static uint[] Read(ReadOnlySpan<byte> bytes)
    {
        KernelContext.Require(bytes.Length % sizeof(uint) == 0, $"a trie of {bytes.Length} bytes is no array of units");
        var units = new uint[bytes.Length / sizeof(uint)];
        for (int i = 0; i < units.Length; i++)
        {
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * sizeof(uint))..]);
        }

        return units;
    }
}
