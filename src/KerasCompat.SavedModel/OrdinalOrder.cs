namespace KerasCompat.SavedModel;

/// <summary>The order in which this library tells what a file holds in any order.</summary>
internal static class OrdinalOrder
{
    /// <summary>The keys of a map, sorted (ordinal).</summary>
    public static string[] SortedKeys<T>(this Dictionary<string, T> map)
        where T : class
    {
        string[] keys = [.. map.Keys];
        Array.Sort(keys, StringComparer.Ordinal);
        return keys;
    }

    /// <summary>The values of a map, by their keys (ordinal).</summary>
    public static T[] SortedValues<T>(this Dictionary<string, T> map)
        where T : class => Array.ConvertAll(map.SortedKeys(), key => map[key]);
}
