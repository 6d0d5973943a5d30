using System.Buffers;
using System.Text.Json;
using KerasCompat.Cli.Tensors;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Values;

/// <summary>Reads a tensor from nested JSON lists, as a person writes it: <c>[[1, 2], [3, 4]]</c>; a single value is a scalar.</summary>
internal static class JsonTensorReader
{
    private const int MostDimensions = 64;

    /// <summary>Reads a tensor.</summary>
    /// <param name="json">Nested lists of values, or an object in the form of the Open Inference Protocol.</param>
    /// <param name="dtype">The element type that the input has.</param>
    /// <exception cref="FormatException">The lists are ragged, or hold something else; the message says what, as a clause.</exception>
    public static ModelTensor Read(JsonElement json, DType dtype)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("datatype", out _))
        {
            return InferenceTensorReader.ReadValue("", json);
        }

        nint[] shape = Shape(json);
        var reader = new Elements(dtype, shape);
        reader.Add(json, 0);
        return reader.ToTensor();
    }

    private static nint[] Shape(JsonElement json)
    {
        var shape = new List<nint>();
        while (json.ValueKind == JsonValueKind.Array)
        {
            if (shape.Count == MostDimensions)
            {
                throw new FormatException("lists are nested more than 64 deep");
            }

            int length = json.GetArrayLength();
            shape.Add(length);
            if (length == 0)
            {
                break;
            }

            json = json[0];
        }

        return [.. shape];
    }

    private sealed class Elements(DType dtype, nint[] shape)
    {
        private readonly int _size = dtype.Size();
        private readonly List<ReadOnlyMemory<byte>> _strings = [];
        private readonly ArrayBufferWriter<byte> _bytes = new();

        public void Add(JsonElement json, int depth)
        {
            if (depth == shape.Length)
            {
                AddValue(json);
                return;
            }

            if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() != shape[depth])
            {
                throw new FormatException($"the lists are ragged: at depth {depth + 1} one has {shape[depth]} elements, another has not");
            }

            foreach (JsonElement item in json.EnumerateArray())
            {
                Add(item, depth + 1);
            }
        }

        public ModelTensor ToTensor() => dtype == DType.String
            ? ModelTensor.FromStrings(shape, _strings.ToArray())
            : ModelTensor.FromBytes(dtype, shape, _bytes.WrittenSpan.ToArray());

        private void AddValue(JsonElement json)
        {
            if (json.ValueKind == JsonValueKind.Array)
            {
                throw new FormatException("the lists are ragged: some are nested deeper than others");
            }

            if (dtype == DType.String)
            {
                _strings.Add(InferenceTensorReader.Bytes(json));
                return;
            }

            Span<byte> element = stackalloc byte[16];
            ElementWriter.Write(json, dtype, element[.._size]);
            _bytes.Write(element[.._size]);
        }
    }
}
