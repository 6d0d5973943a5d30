using KerasCompat.Cli.Tensors;
using KerasCompat.Cli.Values;
using KerasCompat.Cli.Verification;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Benchmarking;

/// <summary>The inputs that a model is measured on: those of a recorded call where there is one, else numbers of the right shape.</summary>
internal static class BenchInputs
{
    /// <summary>The size of an unknown dimension that is not the batch.</summary>
    private const int UnknownSize = 16;

    /// <summary>The inputs of a signature.</summary>
    /// <param name="modelFolder">The model, beside which <c>NAME.cases.json</c> is looked for.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="given">What the caller gave as <c>NAME=VALUE</c>.</param>
    public static IReadOnlyList<NamedTensor> Find(string modelFolder, SignatureContract signature, CallInputs? given)
    {
        if (given is not null)
        {
            return [.. given.Values.Select(v => new NamedTensor(v.Key, v.Value))];
        }

        string cases = Path.TrimEndingDirectorySeparator(modelFolder) + ".cases.json";
        RecordedCall? recorded = File.Exists(cases) ? RecordedCalls.Read(cases).Calls.FirstOrDefault(c => c.Signature == signature.Key) : null;
        return recorded is not null
            ? [.. recorded.Inputs.Select(i => new NamedTensor(ArgumentName.KeyOf(signature, i.Name), i.Value))]
            : [.. signature.Inputs.Where(i => i.Default is null).Select(Invented)];
    }

    /// <summary>The same inputs with another number of rows, repeated or cut.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="rows">How many rows; null for those there are.</param>
    /// <exception cref="UsageException">An input has a fixed first dimension.</exception>
    public static IReadOnlyList<NamedTensor> WithRows(IReadOnlyList<NamedTensor> inputs, SignatureContract signature, int? rows)
    {
        if (rows is not { } count)
        {
            return inputs;
        }

        foreach (NamedTensor input in inputs)
        {
            TensorShape shape = signature.Inputs.First(i => i.Key == input.Name).Shape;
            if (input.Value.Shape.Length == 0 || input.Value.Shape[0] == 0 || (shape.HasRank && shape.Dimensions[0] >= 0 && shape.Dimensions[0] != count))
            {
                throw new UsageException("--batch", $"input '{input.Name}' is {input.Value.DType.Name()}{shape}, which has no batch of {count}", "Leave --batch out.");
            }
        }

        return [.. inputs.Select(i => new NamedTensor(i.Name, Rows(i.Value, count)))];
    }

    private static ModelTensor Rows(ModelTensor tensor, int rows)
    {
        int had = (int)tensor.Shape[0];
        nint[] shape = [rows, .. tensor.Shape[1..]];
        if (tensor.DType == DType.String)
        {
            int perRow = tensor.Strings.Length / had;
            var strings = new ReadOnlyMemory<byte>[rows * perRow];
            for (int i = 0; i < strings.Length; i++)
            {
                strings[i] = tensor.Strings[i % tensor.Strings.Length];
            }

            return ModelTensor.FromStrings(shape, strings);
        }

        int rowBytes = tensor.Bytes.Length / had;
        var bytes = new byte[rows * rowBytes];
        for (int row = 0; row < rows; row++)
        {
            tensor.Bytes.Span.Slice(row % had * rowBytes, rowBytes).CopyTo(bytes.AsSpan(row * rowBytes));
        }

        return ModelTensor.FromBytes(tensor.DType, shape, bytes);
    }

    /// <summary>Floats between 0 and 1, small integers that are in the range of most vocabularies, words.</summary>
    private static NamedTensor Invented(TensorContract input)
    {
        nint[] shape = [.. input.Shape.Dimensions.Select((size, i) => size >= 0 ? (nint)size : i == 0 ? 1 : UnknownSize)];
        int count = shape.Aggregate(1, (product, size) => checked(product * (int)size));
        var random = new Random(1);
        if (input.DType == DType.String)
        {
            return new NamedTensor(input.Key, ModelTensor.FromStrings(shape, Enumerable.Repeat("a word or two", count).ToArray()));
        }

        if (input.DType.Size() == 0)
        {
            throw new UsageException($"input '{input.Key}'", $"is of {input.DType.Name()}, for which no values can be made up", "Give NAME=VALUE.");
        }

        var bytes = new byte[count * input.DType.Size()];
        for (int i = 0; i < count; i++)
        {
            double value = input.DType.IsFloat() ? random.NextDouble() : random.Next(2);
            ElementWriter.Write(value, input.DType, bytes.AsSpan(i * input.DType.Size()));
        }

        return new NamedTensor(input.Key, ModelTensor.FromBytes(input.DType, shape, bytes));
    }
}
