using System.Text.Json;
using KerasCompat.Cli.Numpy;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Values;

/// <summary>The inputs of one call, each checked against the signature.</summary>
/// <param name="signature">The signature.</param>
/// <param name="reader">Reads values.</param>
internal sealed class CallInputs(SignatureContract signature, ValueReader reader)
{
    private readonly Dictionary<string, ModelTensor> _values = new(StringComparer.Ordinal);

    /// <summary>Whether every input was one row, to which a batch dimension was added.</summary>
    public bool IsRow { get; private set; } = true;

    /// <summary>The values, by key.</summary>
    public IReadOnlyDictionary<string, ModelTensor> Values => _values;

    /// <summary>Takes arguments of the form <c>NAME=VALUE</c>, or <c>@FILE.npz</c> and <c>@FILE.json</c> for many inputs at once.</summary>
    /// <exception cref="UsageException">An input is unknown, given twice, missing, or its value does not fit.</exception>
    public static CallInputs OfArguments(SignatureContract signature, ValueReader reader, IEnumerable<string> arguments)
    {
        var inputs = new CallInputs(signature, reader);
        foreach (string argument in arguments)
        {
            inputs.AddArgument(argument);
        }

        inputs.RequireAll();
        return inputs;
    }

    /// <summary>Takes an object with a member per input; the bare value, where the signature has one input.</summary>
    /// <exception cref="UsageException">An input is unknown, missing, or its value does not fit.</exception>
    public static CallInputs OfJson(SignatureContract signature, ValueReader reader, JsonElement row)
    {
        var inputs = new CallInputs(signature, reader);
        inputs.AddJson(row);
        inputs.RequireAll();
        return inputs;
    }

    private void AddArgument(string argument)
    {
        if (argument.StartsWith('@'))
        {
            AddFile(argument[1..]);
            return;
        }

        // A key may hold '=' itself: the key that fits wins over the first '='.
        TensorContract? named = signature.Inputs
            .Where(input => argument.StartsWith(input.Key + "=", StringComparison.Ordinal))
            .MaxBy(input => input.Key.Length);
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        if (named is null && equals < 0)
        {
            throw new UsageException(argument, "is no input", "Write NAME=VALUE, NAME=@FILE, @FILE.npz or, for rows on standard input, -.");
        }

        TensorContract target = named ?? Find(argument[..equals]);
        Add(target, argument, () => reader.Read(argument[(target.Key.Length + 1)..], target));
    }

    private void AddFile(string file)
    {
        try
        {
            switch (Path.GetExtension(file).ToUpperInvariant())
            {
                case ".NPZ":
                    using (FileStream stream = File.OpenRead(file))
                    {
                        foreach ((string key, ModelTensor value) in NpzFile.Read(stream))
                        {
                            Add(Find(key), $"@{file}:{key}", () => value);
                        }
                    }

                    break;
                case ".JSON":
                    using (FileStream stream = File.OpenRead(file))
                    using (JsonDocument document = JsonDocument.Parse(stream))
                    {
                        AddJson(document.RootElement);
                    }

                    break;
                default:
                    throw new UsageException("@" + file, "names no input", "Write NAME=@FILE; only .npz and .json files name their inputs themselves.");
            }
        }
        catch (Exception error) when (error is FormatException or JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                file,
                error is JsonException ? "is not JSON" : error.Message.TrimEnd('.'),
                "Give a .npz with an array per input, or a .json with a member per input.",
                error);
        }
    }

    private void AddJson(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object || (signature.Inputs.Count == 1 && !row.TryGetProperty(signature.Inputs[0].Key, out _)))
        {
            if (signature.Inputs.Count != 1)
            {
                throw new UsageException("row", "is not an object with a member per input", $"The inputs are {Names()}.");
            }

            TensorContract only = signature.Inputs[0];
            Add(only, only.Key, () => JsonTensorReader.Read(row, only.DType));
            return;
        }

        foreach (JsonProperty member in row.EnumerateObject())
        {
            TensorContract input = Find(member.Name);
            Add(input, member.Name, () => JsonTensorReader.Read(member.Value, input.DType));
        }
    }

    private void Add(TensorContract input, string source, Func<ModelTensor> read)
    {
        try
        {
            (ModelTensor value, bool isRow) = BatchDimension.Fit(read(), input);
            IsRow &= isRow;
            if (!_values.TryAdd(input.Key, value))
            {
                throw new UsageException(source, $"input '{input.Key}' is given twice", "Give it once.");
            }
        }
        catch (FormatException error)
        {
            throw new UsageException(Shortened(source), error.Message, $"Input '{input.Key}' is {input.DType.Name()}{input.Shape}.", error);
        }
    }

    private void RequireAll()
    {
        TensorContract? missing = signature.Inputs.FirstOrDefault(input => input.Default is null && !_values.ContainsKey(input.Key));
        if (missing is not null)
        {
            throw new UsageException(
                $"input '{missing.Key}'",
                $"is missing ({missing.DType.Name()}{missing.Shape})",
                $"Signature '{signature.Key}' takes {Names()}.");
        }
    }

    private TensorContract Find(string key) => signature.Inputs.FirstOrDefault(input => input.Key == key)
        ?? throw new UsageException(
            $"input '{key}'",
            $"is none of signature '{signature.Key}'",
            signature.Inputs.Count == 0 ? "It has no inputs." : $"It takes {Names()}.");

    private string Names() => string.Join(", ", signature.Inputs.Select(input => $"{input.Key} ({input.DType.Name()}{input.Shape})"));

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
