using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Which characters differ in case alone (Unicode's simple case folding): <c>k</c>, <c>K</c> and the Kelvin sign.</summary>
internal static class CaseFolding
{
    /// <summary>Beyond are no characters with case.</summary>
    private const int End = 0x1F000;

    /// <summary>The one letter that .NET's invariant culture leaves alone, so that no ASCII letter is the capital of another.</summary>
    private const int LongS = 0x17F;

    private static readonly Lazy<Dictionary<int, int[]>> Orbits = new(Find);

    /// <summary>The others that differ from some character of a set in case alone.</summary>
    public static IEnumerable<int> Variants(CodePointSet set) => Orbits.Value.Where(orbit => set.Contains(orbit.Key)).SelectMany(orbit => orbit.Value);

    /// <summary>The one of all variants that stands for them.</summary>
    public static Rune Fold(Rune rune) => rune.Value == LongS ? new Rune('s') : Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune));

    private static Dictionary<int, int[]> Find() => Enumerable.Range(0, End)
        .Where(Rune.IsValid)
        .GroupBy(codePoint => Fold(new Rune(codePoint)).Value)
        .Select(orbit => orbit.ToArray())
        .Where(orbit => orbit.Length > 1)
        .SelectMany(orbit => orbit.Select(member => (member, orbit)))
        .ToDictionary(pair => pair.member, pair => pair.orbit);
}
