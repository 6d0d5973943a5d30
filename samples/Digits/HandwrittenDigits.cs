using System.Numerics.Tensors;
using System.Text.Json;

namespace Digits;

/// <summary>Images that the models have never seen, 8x8 pixels of 0 to 1, and the digits that they show.</summary>
internal sealed class HandwrittenDigits
{
    private const int Size = 8;
    private readonly float[] _pixels;

    private HandwrittenDigits(float[] pixels, int[] answers)
    {
        _pixels = pixels;
        Answers = answers;
    }

    public int[] Answers { get; }

    /// <summary>All images as one batch.</summary>
    public ReadOnlyTensorSpan<float> Images => new(_pixels, [Answers.Length, Size, Size, 1]);

    public static HandwrittenDigits Read(string file)
    {
        using JsonDocument data = JsonDocument.Parse(File.ReadAllBytes(file));
        JsonElement images = data.RootElement.GetProperty("inputs").GetProperty("image");
        return new HandwrittenDigits(
            [.. Numbers(images).Select(number => number.GetSingle())],
            [.. Numbers(data.RootElement.GetProperty("answers")).Select(number => number.GetInt32())]);
    }

    /// <summary>One image, without the batch dimension.</summary>
    public ReadOnlyTensorSpan<float> Image(int index) => new(_pixels.AsSpan(index * Size * Size, Size * Size), [Size, Size, 1]);

    /// <summary>An image in letters.</summary>
    public IEnumerable<string> Draw(int index)
    {
        const string Shades = " .:-=+*#%@";
        return _pixels.Skip(index * Size * Size).Take(Size * Size)
            .Select(pixel => Shades[(int)(pixel * (Shades.Length - 1))])
            .Chunk(Size)
            .Select(row => new string([.. row.SelectMany(shade => new[] { shade, shade })]));
    }

    private static IEnumerable<JsonElement> Numbers(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Numbers) : [element];
}
