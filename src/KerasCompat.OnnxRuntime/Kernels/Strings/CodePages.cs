using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>The encodings of one byte for each character, as ICU knows them: .NET's, but for some characters.</summary>
internal static class CodePages
{
    private const string NoCharacter = "\uFFFF";

    /// <summary>The encodings that ICU names otherwise than by their number.</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["l1"] = "iso88591",
        ["latin1"] = "iso88591",
        ["latin2"] = "iso88592",
        ["latin3"] = "iso88593",
        ["latin4"] = "iso88594",
        ["cyrillic"] = "iso88595",
        ["arabic"] = "iso88596",
        ["greek"] = "iso88597",
        ["hebrew"] = "iso88598",
        ["latin5"] = "iso88599",
        ["latin9"] = "iso885915",
        ["koi8"] = "koi8r",
    };

    /// <summary>Where ICU reads another character than .NET; -1 is none.</summary>
    private static readonly Dictionary<int, (byte Byte, int Character)[]> Differences = new()
    {
        [1253] = [(0xAA, 0xAA)],
        [1255] = [(0xCA, -1)],
        [28597] = [(0xA1, 0x2018), (0xA2, 0x2019), (0xA4, 0x20AC), (0xA5, 0x20AF), (0xAA, 0x37A)],
        [28598] = [(0xAF, 0xAF), (0xFD, 0x200E), (0xFE, 0x200F)],
    };

    private static readonly ConcurrentDictionary<int, int[]> Read = new();

    /// <summary>The character of each byte, -1 for none; null when there is no such encoding.</summary>
    /// <param name="name">Its name in lower case without separators.</param>
    public static int[]? Find(string name)
    {
        name = Aliases.GetValueOrDefault(name, name);
        return name switch
        {
            "koi8r" => Table(20866),
            _ when (Number(name, "windows") ?? Number(name, "cp")) is { } page and >= 1250 and <= 1258 => Table(page),
            _ when Number(name, "iso8859") is { } part and ((>= 1 and <= 9) or 13 or 15) => Table(28590 + part),
            _ => null,
        };
    }

    private static int? Number(string name, string family) =>
        name.StartsWith(family, StringComparison.Ordinal) && int.TryParse(name.AsSpan(family.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static int[] Table(int codePage) => Read.GetOrAdd(codePage, static number =>
    {
        Encoding encoding = number == 28591 ? Encoding.Latin1
            : CodePagesEncodingProvider.Instance.GetEncoding(number, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback(NoCharacter))!;
        var characters = new int[256];
        for (int i = 0; i < characters.Length; i++)
        {
            string text = encoding.GetString([(byte)i]);
            // .NET reads some bytes without a character as one for private use, so that they can be written back.
            characters[i] = text == NoCharacter || text[0] is >= '\uE000' and <= '\uF8FF' ? -1 : text[0];
        }

        foreach ((byte at, int character) in Differences.GetValueOrDefault(number, []))
        {
            characters[at] = character;
        }

        return characters;
    });
}
