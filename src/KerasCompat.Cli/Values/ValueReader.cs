using System.Text;
using System.Text.Json;
using KerasCompat.Cli.Numpy;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Values;

/// <summary>Reads the value of an input from whatever a person writes: JSON, plain text, a file, standard input.</summary>
/// <param name="standardInput">Where <c>-</c> reads.</param>
/// <param name="scaling">What becomes of the pixels of images.</param>
internal sealed class ValueReader(Stream standardInput, ImageScaling scaling)
{
    private bool _isInputTaken;

    /// <summary>Reads a value.</summary>
    /// <param name="text">A JSON literal, plain text for a string input, <c>@FILE</c>, <c>@FILE.npz:ARRAY</c>, or <c>-</c>.</param>
    /// <param name="input">The input that it is for.</param>
    /// <exception cref="FormatException">The value cannot be read; the message says why, as a clause.</exception>
    public ModelTensor Read(string text, TensorContract input)
    {
        if (text is "-" or "@-")
        {
            return Literal(Encoding.UTF8.GetString(TakeStandardInput()).Trim(), input);
        }

        return text.StartsWith('@') ? File(text[1..], input) : Literal(text, input);
    }

    /// <summary>Everything that standard input holds. It can be read once.</summary>
    public byte[] TakeStandardInput()
    {
        if (_isInputTaken)
        {
            throw new FormatException("standard input can be used for one value only");
        }

        _isInputTaken = true;
        using var content = new MemoryStream();
        standardInput.CopyTo(content);
        return content.Length > 0 ? content.ToArray() : throw new FormatException("standard input is empty");
    }

    private ModelTensor File(string path, TensorContract input)
    {
        (string file, string? array) = Split(path);
        try
        {
            switch (Path.GetExtension(file).ToUpperInvariant())
            {
                case ".NPY":
                    using (FileStream stream = System.IO.File.OpenRead(file))
                    {
                        return NpyReader.Read(stream);
                    }

                case ".NPZ":
                    using (FileStream stream = System.IO.File.OpenRead(file))
                    {
                        return FromArchive(NpzFile.Read(stream), array, input);
                    }

                case ".JSON":
                    return Json(System.IO.File.ReadAllText(file), input.DType);
                default:
                    return FromBytes(file, System.IO.File.ReadAllBytes(file), input);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FormatException(error is FileNotFoundException or DirectoryNotFoundException ? $"the file '{file}' does not exist" : error.Message.TrimEnd('.'), error);
        }
    }

    private ModelTensor FromBytes(string file, byte[] content, TensorContract input)
    {
        if (input.DType == DType.String)
        {
            return ModelTensor.FromStrings([], [(ReadOnlyMemory<byte>)content]);
        }

        return ImageTensorReader.IsImage(file)
            ? ImageTensorReader.Read(content, input, scaling)
            : throw new FormatException($"'{file}' is none of .npy, .npz, .json, .png, .jpg, .gif, .bmp, .webp");
    }

    private static ModelTensor FromArchive(IReadOnlyDictionary<string, ModelTensor> arrays, string? array, TensorContract input)
    {
        if (array is null && arrays.Count == 1)
        {
            return arrays.Values.First();
        }

        return arrays.TryGetValue(array ?? input.Key, out ModelTensor? found)
            ? found
            : throw new FormatException($"the archive has no array '{array ?? input.Key}'; it has {string.Join(", ", arrays.Keys.Select(k => $"'{k}'"))}");
    }

    private static (string File, string? Array) Split(string path)
    {
        int colon = path.LastIndexOf(".npz:", StringComparison.OrdinalIgnoreCase);
        return colon < 0 ? (path, null) : (path[..(colon + 4)], path[(colon + 5)..]);
    }

    private static ModelTensor Literal(string text, TensorContract input)
    {
        if (input.DType == DType.String && !LooksLikeJson(text))
        {
            return ModelTensor.FromStrings([], [text]);
        }

        return Json(text, input.DType);
    }

    private static bool LooksLikeJson(string text)
    {
        if (text.AsSpan().TrimStart() is not ['[' or '"' or '{', ..])
        {
            return false;
        }

        try
        {
            using var _ = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ModelTensor Json(string text, DType dtype)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return JsonTensorReader.Read(document.RootElement, dtype);
        }
        catch (JsonException error)
        {
            // A bare nan is no JSON, but what a person types.
            string word = text.Trim().ToUpperInvariant();
            if (word is "NAN" or "INF" or "-INF" or "INFINITY" or "-INFINITY")
            {
                using JsonDocument quoted = JsonDocument.Parse($"\"{word}\"");
                return JsonTensorReader.Read(quoted.RootElement, dtype);
            }

            throw new FormatException(
                $"it is not JSON (line {Show.Invariant((error.LineNumber ?? 0) + 1)}, byte {Show.Invariant(error.BytePositionInLine ?? 0)}); numbers like nan are written \"nan\"",
                error);
        }
    }
}
