using System.Collections.Frozen;
using System.Globalization;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>
/// Which characters belong to which script (Unicode 14's Scripts.txt, which .NET does not have), from a resource: a line for each script with
/// its name, its number in ICU (UScriptCode) and the ranges of its characters.
/// </summary>
internal static class UnicodeScripts
{
    /// <summary>ICU's number for characters that are not assigned.</summary>
    public const int Unknown = 103;

    private static readonly Lazy<FrozenDictionary<string, (int Code, CodePointSet Set)>> Scripts = new(Read);
    private static readonly Lazy<(int First, int Last, int Code)[]> Ordered = new(
        () => [.. Scripts.Value.Values.SelectMany(script => script.Set.Ranges.Select(range => (range.First, range.Last, script.Code))).OrderBy(range => range.First)]);

    /// <summary>The characters of a script; null when there is none of that name.</summary>
    public static CodePointSet? Find(string name) => Scripts.Value.TryGetValue(name, out (int Code, CodePointSet Set) script) ? script.Set : null;

    /// <summary>ICU's number of the script that a character belongs to.</summary>
    public static int Of(int codePoint)
    {
        (int First, int Last, int Code)[] ranges = Ordered.Value;
        int low = 0, high = ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (codePoint < ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (codePoint > ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return ranges[middle].Code;
            }
        }

        return Unknown;
    }

    private static FrozenDictionary<string, (int Code, CodePointSet Set)> Read()
    {
        using Stream stream = typeof(UnicodeScripts).Assembly.GetManifestResourceStream("UnicodeScripts.txt")!;
        using var reader = new StreamReader(stream);
        var scripts = new Dictionary<string, (int Code, CodePointSet Set)>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            scripts[parts[0]] = (int.Parse(parts[1], CultureInfo.InvariantCulture), CodePointSet.Of(parts.Skip(2).Select(Range)));
        }

        return scripts.ToFrozenDictionary();
    }

    private static (int First, int Last) Range(string text)
    {
        string[] bounds = text.Split('-');
        return (Hexadecimal(bounds[0]), Hexadecimal(bounds[^1]));
    }

    private static int Hexadecimal(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
