using KerasCompat.Contracts;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>A contract as it is kept. Its JSON would do; this is read in a tenth of the time where all code is compiled anew.</summary>
internal static class ContractEntry
{
    /// <summary>Writes a contract.</summary>
    public static void Write(EntryWriter writer, ModelContract contract)
    {
        Write(writer, contract.Tags);
        Write(writer, contract.Producer.TensorFlow);
        Write(writer, contract.Producer.Keras);
        Write(writer, contract.Fingerprint);
        writer.Int(contract.Signatures.Count);
        foreach (SignatureContract signature in contract.Signatures)
        {
            writer.Text(signature.Key);
            writer.Text(signature.MethodName);
            Write(writer, signature.Inputs);
            Write(writer, signature.Outputs);
        }
    }

    /// <summary>Reads a contract.</summary>
    /// <exception cref="InvalidDataException">The entry is damaged.</exception>
    public static ModelContract Read(EntryReader reader)
    {
        EquatableArray<string> tags = Texts(reader);
        var producer = new Producer(OptionalText(reader), OptionalText(reader));
        string? fingerprint = OptionalText(reader);
        var signatures = new SignatureContract[reader.Count()];
        for (int i = 0; i < signatures.Length; i++)
        {
            signatures[i] = new SignatureContract(reader.Text(), reader.Text(), Tensors(reader), Tensors(reader));
        }

        return new ModelContract(tags, producer, fingerprint, new(signatures));
    }

    private static void Write(EntryWriter writer, EquatableArray<TensorContract> tensors)
    {
        writer.Int(tensors.Count);
        foreach (TensorContract tensor in tensors)
        {
            writer.Text(tensor.Key);
            Write(writer, tensor.Name);
            writer.Int((int)tensor.DType);
            writer.Shape(tensor.Shape);
            writer.Int((int)tensor.Encoding);
            Write(writer, tensor.GraphTensors);
            writer.Bool(tensor.Default is not null);
            if (tensor.Default is { } value)
            {
                writer.Shape(value.Shape);
                Write(writer, value.Values);
            }
        }
    }

    private static EquatableArray<TensorContract> Tensors(EntryReader reader)
    {
        var tensors = new TensorContract[reader.Count()];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = new TensorContract(
                reader.Text(),
                OptionalText(reader),
                (DType)reader.Int(),
                reader.Shape(),
                (TensorEncoding)reader.Int(),
                Texts(reader),
                reader.Bool() ? new TensorLiteral(reader.Shape(), Texts(reader)) : null);
        }

        return new(tensors);
    }

    private static void Write(EntryWriter writer, EquatableArray<string> texts)
    {
        writer.Int(texts.Count);
        foreach (string text in texts)
        {
            writer.Text(text);
        }
    }

    private static EquatableArray<string> Texts(EntryReader reader)
    {
        string[] texts = new string[reader.Count()];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = reader.Text();
        }

        return new(texts);
    }

    private static void Write(EntryWriter writer, string? text)
    {
        writer.Bool(text is not null);
        writer.Text(text ?? "");
    }

    private static string? OptionalText(EntryReader reader)
    {
        bool isThere = reader.Bool();
        string text = reader.Text();
        return isThere ? text : null;
    }
}
