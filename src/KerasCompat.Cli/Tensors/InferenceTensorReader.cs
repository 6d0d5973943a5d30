using System.Text;
using System.Text.Json;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Tensors;

/// <summary>
/// Reads a tensor as the Open Inference Protocol's JSON writes it: <c>name</c>, <c>datatype</c>, <c>shape</c>, flat row-major <c>data</c>.
/// Numbers that JSON lacks are the strings "nan", "inf", "-inf"; a byte string that is not UTF-8 is <c>{"base64": "..."}</c>.
/// </summary>
internal static class InferenceTensorReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a tensor.</summary>
    /// <param name="json">The object.</param>
    /// <exception cref="FormatException">The object is not a tensor; the message says why.</exception>
    public static NamedTensor Read(JsonElement json)
    {
        string name = Member(json, "name", JsonValueKind.String).GetString()!;
        return new NamedTensor(name, ReadValue(name, json));
    }

    /// <summary>Reads a tensor whose name is known from elsewhere.</summary>
    /// <param name="name">The name, for messages.</param>
    /// <param name="json">The object.</param>
    /// <exception cref="FormatException">The object is not a tensor; the message says why.</exception>
    public static ModelTensor ReadValue(string name, JsonElement json)
    {
        string datatype = Member(json, "datatype", JsonValueKind.String).GetString()!;
        DType dtype = InferenceDataTypes.Parse(datatype);
        if (dtype == DType.Invalid)
        {
            throw new FormatException($"tensor '{name}' has the unknown datatype '{datatype}'");
        }

        JsonElement data = Member(json, "data", JsonValueKind.Array);
        nint[] shape = Shape(name, Member(json, "shape", JsonValueKind.Array), data.GetArrayLength());
        try
        {
            return dtype == DType.String
                ? ModelTensor.FromStrings(shape, data.EnumerateArray().Select(Bytes).ToArray())
                : ModelTensor.FromBytes(dtype, shape, Elements(data, dtype));
        }
        catch (FormatException error)
        {
            throw new FormatException($"tensor '{name}': {error.Message}", error);
        }
    }

    /// <summary>The bytes of a string element: UTF-8 text, or an object with a member <c>base64</c> (<c>b64</c>, as TensorFlow Serving writes it).</summary>
    /// <param name="value">The JSON value.</param>
    /// <exception cref="FormatException">The value is neither.</exception>
    public static ReadOnlyMemory<byte> Bytes(JsonElement value)
    {
        try
        {
            if (value.ValueKind == JsonValueKind.String)
            {
                return StrictUtf8.GetBytes(value.GetString()!);
            }

            if (value.ValueKind == JsonValueKind.Object
                && (value.TryGetProperty("base64", out JsonElement encoded) || value.TryGetProperty("b64", out encoded))
                && encoded.ValueKind == JsonValueKind.String
                && encoded.TryGetBytesFromBase64(out byte[]? bytes))
            {
                return bytes;
            }
        }
        catch (Exception error) when (error is InvalidOperationException or EncoderFallbackException)
        {
            throw new FormatException("a string holds half of a surrogate pair", error);
        }

        throw new FormatException("an element is neither a string nor {\"base64\": \"...\"}");
    }

    private static byte[] Elements(JsonElement data, DType dtype)
    {
        int size = dtype.Size();
        var bytes = new byte[checked(data.GetArrayLength() * size)];
        int offset = 0;
        foreach (JsonElement value in data.EnumerateArray())
        {
            ElementWriter.Write(value, dtype, bytes.AsSpan(offset, size));
            offset += size;
        }

        return bytes;
    }

    private static nint[] Shape(string name, JsonElement json, int count)
    {
        var shape = new nint[json.GetArrayLength()];
        Int128 elements = 1;
        int i = 0;
        foreach (JsonElement dimension in json.EnumerateArray())
        {
            if (dimension.ValueKind != JsonValueKind.Number || !dimension.TryGetInt32(out int size) || size < 0)
            {
                throw new FormatException($"tensor '{name}' has the impossible shape {json.GetRawText()}");
            }

            shape[i++] = size;
            elements = elements > int.MaxValue && size > 0 ? elements : elements * size;
        }

        return elements == count
            ? shape
            : throw new FormatException($"tensor '{name}' of shape {TensorElements.Describe(shape)} has {count} elements instead of {elements}");
    }

    private static JsonElement Member(JsonElement json, string member, JsonValueKind kind) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out JsonElement value) && value.ValueKind == kind
            ? value
            : throw new FormatException($"a tensor has no {(kind == JsonValueKind.Array ? "list" : "text")} '{member}'");
}
