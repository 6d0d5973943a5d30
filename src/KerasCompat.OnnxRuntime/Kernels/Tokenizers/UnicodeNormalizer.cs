using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>
/// Brings texts into Unicode's normal forms (Unicode Standard Annex 15). .NET's own needs ICU, without which it leaves texts as they are; this
/// one has the data of Unicode 14 with it, so that a model gives the same everywhere.
/// </summary>
internal static class UnicodeNormalizer
{
    // Hangul syllables are composed by arithmetic (The Unicode Standard, 3.12).
    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Trails = 28;

    private static readonly Lazy<Tables> Data = new(Read);

    /// <summary>A text in a normal form.</summary>
    public static string Normalize(string text, NormalForm form)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var characters = new List<int>(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, form.HasFlag(NormalForm.Compatible), characters);
        }

        Order(CollectionsMarshal.AsSpan(characters));
        if (form.HasFlag(NormalForm.Composed))
        {
            Compose(characters);
        }

        var result = new StringBuilder(characters.Count);
        foreach (int character in characters)
        {
            result.Append(new Rune(character).ToString());
        }

        return result.ToString();
    }

    /// <summary>Whether no character before one has anything to do with it: it is not moved past one and not composed with one.</summary>
    public static bool IsBoundary(int character, NormalForm form)
    {
        if (character < 0x80)
        {
            return true;
        }

        var parts = new List<int>();
        Decompose(character, form.HasFlag(NormalForm.Compatible), parts);
        int first = parts[0];
        bool vowelOrTrail = first - VowelBase is >= 0 and < Vowels || first - TrailBase is > 0 and < Trails;
        return Class(first) == 0 && !(form.HasFlag(NormalForm.Composed) && (vowelOrTrail || Data.Value.Seconds.Contains(first)));
    }

    private static void Decompose(int character, bool compatible, List<int> parts)
    {
        int syllable = character - SyllableBase;
        if (syllable is >= 0 and < Leads * Vowels * Trails)
        {
            parts.Add(LeadBase + (syllable / (Vowels * Trails)));
            parts.Add(VowelBase + (syllable % (Vowels * Trails) / Trails));
            if (syllable % Trails > 0)
            {
                parts.Add(TrailBase + (syllable % Trails));
            }
        }
        else if (Data.Value.Parts.TryGetValue(character, out (int[] Into, bool IsCompatible) known) && (compatible || !known.IsCompatible))
        {
            foreach (int part in known.Into)
            {
                Decompose(part, compatible, parts);
            }
        }
        else
        {
            parts.Add(character);
        }
    }

    /// <summary>Puts the marks of each character in the order of their classes; marks of one class stay in theirs.</summary>
    private static void Order(Span<int> characters)
    {
        for (int start = 0, end; start < characters.Length; start = end)
        {
            end = start + 1;
            bool inOrder = true;
            for (int last = Class(characters[start]); last > 0 && end < characters.Length && Class(characters[end]) is > 0 and int next; last = next)
            {
                inOrder &= last <= next;
                end++;
            }

            if (!inOrder)
            {
                OrderMarks(characters[start..end]);
            }
        }
    }

    /// <summary>By class, and within a class by place, so that no two are alike and any sort will do.</summary>
    private static void OrderMarks(Span<int> marks)
    {
        var places = new long[marks.Length];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = ((long)Class(marks[i]) << 32) | (uint)i;
        }

        places.AsSpan().Sort(marks);
    }

    /// <summary>Puts each starter together with the marks that nothing stands between.</summary>
    private static void Compose(List<int> characters)
    {
        int starter = -1, kept = 0, lastClass = 0;
        for (int i = 0; i < characters.Count; i++)
        {
            int character = characters[i], ownClass = Class(character);
            bool reaches = starter >= 0 && (kept == starter + 1 || (lastClass < ownClass && lastClass > 0));
            if (reaches && Pair(characters[starter], character) is { } composed)
            {
                characters[starter] = composed;
                continue;
            }

            if (ownClass == 0)
            {
                starter = kept;
            }

            lastClass = ownClass;
            characters[kept++] = character;
        }

        characters.RemoveRange(kept, characters.Count - kept);
    }

    private static int? Pair(int first, int second)
    {
        if (first - LeadBase is >= 0 and < Leads && second - VowelBase is >= 0 and < Vowels)
        {
            return SyllableBase + ((((first - LeadBase) * Vowels) + second - VowelBase) * Trails);
        }

        if (first - SyllableBase is >= 0 and < Leads * Vowels * Trails && (first - SyllableBase) % Trails == 0 && second - TrailBase is > 0 and < Trails)
        {
            return first + second - TrailBase;
        }

        return Data.Value.Pairs.TryGetValue((first, second), out int composed) ? composed : null;
    }

    private static int Class(int character) => Data.Value.Classes.GetValueOrDefault(character);

    /// <summary>
    /// Each line of the resource is a character, its combining class, and its parts behind a sign: = when they are put together again, - when
    /// they are not, ~ when the character differs from them in looks alone.
    /// </summary>
    private static Tables Read()
    {
        using Stream stream = typeof(UnicodeNormalizer).Assembly.GetManifestResourceStream("UnicodeNormalization.txt")!;
        using var reader = new StreamReader(stream);
        var tables = new Tables([], [], [], []);
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(' ');
            int character = Hexadecimal(fields[0]), combiningClass = int.Parse(fields[1], CultureInfo.InvariantCulture);
            if (combiningClass > 0)
            {
                tables.Classes[character] = combiningClass;
            }

            if (fields.Length > 2)
            {
                int[] parts = [.. fields.Skip(3).Select(Hexadecimal)];
                tables.Parts[character] = (parts, fields[2] == "~");
                if (fields[2] == "=")
                {
                    tables.Pairs[(parts[0], parts[1])] = character;
                    tables.Seconds.Add(parts[1]);
                }
            }
        }

        return tables;
    }

    private static int Hexadecimal(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private sealed record Tables(Dictionary<int, int> Classes, Dictionary<int, (int[] Into, bool IsCompatible)> Parts, Dictionary<(int First, int Second), int> Pairs, HashSet<int> Seconds);
}
