using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Loading;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>What is kept of a model as a whole.</summary>
/// <param name="Contract">What it promises.</param>
/// <param name="Checksums">The checksums of its weights.</param>
internal sealed record ModelEntry(ModelContract Contract, WeightChecksums Checksums)
{
    /// <summary>Writes the entry.</summary>
    public EntryWriter Write()
    {
        var writer = new EntryWriter();
        ContractEntry.Write(writer, Contract);
        writer.Int(Checksums.Parts.Count);
        foreach (WeightChecksums.Part part in Checksums.Parts)
        {
            writer.Text(part.Variable);
            writer.Text(part.File);
            writer.Long(part.Offset);
            writer.Long(part.Length);
            writer.Int(unchecked((int)part.MaskedCrc));
        }

        return writer;
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="reader">The entry.</param>
    /// <exception cref="InvalidDataException">The entry is damaged.</exception>
    public static ModelEntry Read(EntryReader reader)
    {
        ModelContract contract = ContractEntry.Read(reader);
        var parts = new WeightChecksums.Part[reader.Count()];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = new WeightChecksums.Part(reader.Text(), reader.Text(), reader.Long(), reader.Long(), unchecked((uint)reader.Int()));
        }

        return new ModelEntry(contract, new WeightChecksums(parts));
    }
}
