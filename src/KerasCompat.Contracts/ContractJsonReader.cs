using System.Globalization;
using KerasCompat.Contracts.Json;

namespace KerasCompat.Contracts;

/// <summary>Reads a contract, strictly: a member that is missing, unknown or of the wrong kind is an error at its line and column.</summary>
internal sealed class ContractJsonReader
{
    private const string Remedy = "Write the contract again from its model with 'kerascompat contract'.";

    private readonly JsonSource _source;

    private ContractJsonReader(JsonSource source) => _source = source;

    public static ModelContract Read(string json, string path)
    {
        var source = new JsonSource(json, path, Remedy);
        return new ContractJsonReader(source).Contract(JsonReader.Parse(source));
    }

    private ModelContract Contract(JsonValue value)
    {
        Expect(value, JsonKind.Object, "a contract");
        JsonValue format = Required(value, "format", JsonKind.Number);
        if (format.Text != ModelContract.Format.ToString(CultureInfo.InvariantCulture))
        {
            throw _source.Error(
                format.Offset,
                $"the contract has format {format.Text}; this version of KerasCompat reads format {ModelContract.Format}");
        }

        OnlyMembers(value, "format", "tags", "producer", "fingerprint", "signatures");
        JsonValue producer = Required(value, "producer", JsonKind.Object);
        OnlyMembers(producer, "tensorflow", "keras");
        return new ModelContract(
            Sorted(Strings(Required(value, "tags", JsonKind.Array))),
            new Producer(OptionalString(producer, "tensorflow"), OptionalString(producer, "keras")),
            OptionalString(value, "fingerprint"),
            new EquatableArray<SignatureContract>(
                Required(value, "signatures", JsonKind.Object).Members
                    .OrderBy(member => member.Key, StringComparer.Ordinal)
                    .Select(member => Signature(member.Key, member.Value))));
    }

    private SignatureContract Signature(string key, JsonValue value)
    {
        Expect(value, JsonKind.Object, "a signature");
        OnlyMembers(value, "method", "inputs", "outputs");
        return new SignatureContract(
            key,
            Required(value, "method", JsonKind.String).Text,
            Tensors(Required(value, "inputs", JsonKind.Array)),
            Tensors(Required(value, "outputs", JsonKind.Array)));
    }

    private EquatableArray<TensorContract> Tensors(JsonValue array)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var tensors = new List<TensorContract>(array.Items.Count);
        foreach (JsonValue item in array.Items)
        {
            TensorContract tensor = Tensor(item);
            if (!keys.Add(tensor.Key))
            {
                throw _source.Error(item.Offset, $"the key {JsonText.Quote(tensor.Key)} stands twice");
            }

            tensors.Add(tensor);
        }

        return new EquatableArray<TensorContract>(tensors);
    }

    private TensorContract Tensor(JsonValue value)
    {
        Expect(value, JsonKind.Object, "a tensor");
        OnlyMembers(value, "key", "name", "dtype", "shape", "encoding", "tensor", "tensors", "default");
        return new TensorContract(
            Required(value, "key", JsonKind.String).Text,
            OptionalString(value, "name"),
            ElementType(Required(value, "dtype", JsonKind.String)),
            Shape(value),
            Encoding(value),
            GraphTensors(value),
            Default(value["default"]));
    }

    private DType ElementType(JsonValue value)
    {
        if (DTypes.TryParse(value.Text, out DType dtype) || value.Text == DType.Invalid.Name())
        {
            return dtype;
        }

        throw _source.Error(value.Offset, $"{JsonText.Quote(value.Text)} is no element type of TensorFlow");
    }

    private TensorEncoding Encoding(JsonValue tensor)
    {
        if (tensor["encoding"] is not { } value)
        {
            return TensorEncoding.Dense;
        }

        Expect(value, JsonKind.String, "an encoding");
        return TensorEncodings.Parse(value.Text)
            ?? throw _source.Error(value.Offset, $"{JsonText.Quote(value.Text)} is no encoding; name, coo_sparse and composite_tensor are");
    }

    private EquatableArray<string> GraphTensors(JsonValue tensor)
    {
        if (tensor["tensor"] is not { } single)
        {
            return Strings(Required(tensor, "tensors", JsonKind.Array));
        }

        if (tensor["tensors"] is { } several)
        {
            throw _source.Error(several.Offset, "a tensor has either \"tensor\" or \"tensors\"");
        }

        Expect(single, JsonKind.String, "a graph tensor");
        return new EquatableArray<string>([single.Text]);
    }

    private TensorLiteral? Default(JsonValue? value)
    {
        if (value is null)
        {
            return null;
        }

        Expect(value, JsonKind.Object, "a default");
        OnlyMembers(value, "shape", "values");
        JsonValue values = Required(value, "values", JsonKind.Array);
        foreach (JsonValue item in values.Items)
        {
            if (item.Kind is JsonKind.Null or JsonKind.Array or JsonKind.Object)
            {
                throw _source.Error(item.Offset, "an element of a default is a number, a truth value or a string");
            }
        }

        return new TensorLiteral(Shape(value), new EquatableArray<string>(values.Items.Select(item => item.Text)));
    }

    private TensorShape Shape(JsonValue owner)
    {
        JsonValue? value = owner["shape"];
        if (value?.Kind == JsonKind.Null)
        {
            return TensorShape.UnknownRank;
        }

        value = Required(owner, "shape", JsonKind.Array);
        long[] sizes = new long[value.Items.Count];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = Dimension(value.Items[i]);
        }

        return new TensorShape(sizes);
    }

    private long Dimension(JsonValue value)
    {
        if (value.Kind == JsonKind.Null)
        {
            return TensorShape.UnknownDimension;
        }

        return value.Kind == JsonKind.Number && long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            ? size
            : throw _source.Error(value.Offset, "a dimension is a size from 0 up, or null where it is unknown");
    }

    private EquatableArray<string> Strings(JsonValue array)
    {
        foreach (JsonValue item in array.Items)
        {
            Expect(item, JsonKind.String, "an element");
        }

        return new EquatableArray<string>(array.Items.Select(item => item.Text));
    }

    private static EquatableArray<string> Sorted(EquatableArray<string> strings) =>
        new(strings.OrderBy(text => text, StringComparer.Ordinal));

    private string? OptionalString(JsonValue owner, string name)
    {
        JsonValue? value = owner[name];
        if (value is null || value.Kind == JsonKind.Null)
        {
            return null;
        }

        Expect(value, JsonKind.String, JsonText.Quote(name));
        return value.Text;
    }

    private JsonValue Required(JsonValue owner, string name, JsonKind kind)
    {
        JsonValue value = owner[name] ?? throw _source.Error(owner.Offset, $"the member {JsonText.Quote(name)} is missing");
        Expect(value, kind, JsonText.Quote(name));
        return value;
    }

    private void Expect(JsonValue value, JsonKind kind, string what)
    {
        if (value.Kind != kind)
        {
            throw _source.Error(value.Offset, $"{what} must be of the kind {kind}, not {value.Kind}");
        }
    }

    private void OnlyMembers(JsonValue value, params string[] names)
    {
        foreach (KeyValuePair<string, JsonValue> member in value.Members)
        {
            if (Array.IndexOf(names, member.Key) < 0)
            {
                throw _source.Error(member.Value.Offset, $"the member {JsonText.Quote(member.Key)} is not known here");
            }
        }
    }
}
