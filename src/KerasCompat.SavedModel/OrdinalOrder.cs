namespace KerasCompat.SavedModel;

/// <summary>The order in which this library tells what a file holds in any order.</summary>
internal static class OrdinalOrder
{
    /// <summary>The keys of a map, sorted (ordinal).</summary>
    public static string[] SortedKeys<T>(this Dictionary<string, T> map)
        where T : class
    {
        string[] keys = [.. map.Keys];
        Array.Sort(keys, Compare);
        return keys;
    }

    /// <summary>The values of a map, by their keys (ordinal).</summary>
    public static T[] SortedValues<T>(this Dictionary<string, T> map)
        where T : class => Array.ConvertAll(map.SortedKeys(), key => map[key]);

    /// <summary>Compares as <see cref="string.CompareOrdinal(string, string)"/> does, which .NET compiles anew in each process that calls it.</summary>
    public static int Compare(string left, string right)
    {
        int shorter = Math.Min(left.Length, right.Length);
        for (int i = 0; i < shorter; i++)
        {
            if (left[i] != right[i])
            {
                return left[i] - right[i];
            }
        }

        return left.Length - right.Length;
    }
}
