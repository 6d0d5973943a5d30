using System.Buffers.Binary;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TokenizerOps;

/// <summary>Writes tries as the darts-clone library does: the first base that no other node has and at which its children find room
/// is a node's own.</summary>
internal static class DoubleArrayWriter
{
    private const uint Leaf = 0x8000_0000;

    public static byte[] Write(params (byte[] Key, int Value)[] keys)
    {
        var units = new Dictionary<int, uint> { [0] = 0 };
        Place(units, [], 0, [.. keys.OrderBy(key => key.Key, Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y)))], 0);
        var bytes = new byte[(units.Keys.Max() + 1) * sizeof(uint)];
        foreach ((int at, uint unit) in units)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at * sizeof(uint)), unit);
        }

        return bytes;
    }

    private static void Place(Dictionary<int, uint> units, HashSet<int> taken, int node, (byte[] Key, int Value)[] keys, int depth)
    {
        (byte[] Key, int Value)[] ended = [.. keys.Where(key => key.Key.Length == depth)];
        IGrouping<byte, (byte[] Key, int Value)>[] children = [.. keys.Where(key => key.Key.Length > depth).GroupBy(key => key.Key[depth])];
        int[] labels = [.. ended.Select(_ => 0), .. children.Select(child => (int)child.Key)];
        int room = Enumerable.Range(1, int.MaxValue - 1).First(b => !taken.Contains(b) && labels.All(label => !units.ContainsKey(b ^ label)));
        taken.Add(room);
        units[node] |= ((uint)(node ^ room) << 10) | (ended.Length > 0 ? 1u << 8 : 0);
        foreach ((_, int value) in ended)
        {
            units[room] = Leaf | (uint)value;
        }

        foreach (IGrouping<byte, (byte[] Key, int Value)> child in children)
        {
            units[room ^ child.Key] = child.Key;
        }

        foreach (IGrouping<byte, (byte[] Key, int Value)> child in children)
        {
            Place(units, taken, room ^ child.Key, [.. child], depth + 1);
        }
    }
}
