namespace KerasCompat.Contracts;

/// <summary>
/// The text form of a contract, <c>NAME.contract.json</c>: JSON, keys in a fixed order, LF line ends, one line per tensor. The same
/// contract gives the same bytes on every machine, so that it can be committed and its changes reviewed.
/// </summary>
public static class ContractJson
{
    /// <summary>A contract as text, with a line end after the last line.</summary>
    /// <param name="contract">The contract. Tags and signatures are written sorted (ordinal).</param>
    public static string Write(ModelContract contract) => ContractJsonWriter.Write(contract);

    /// <summary>The contract that a text states.</summary>
    /// <param name="json">The text, as <see cref="Write"/> gives it; insignificant white space and the order of members do not matter.</param>
    /// <param name="path">The file that the text came from, for messages.</param>
    /// <exception cref="ModelFormatException">The text is no contract; the message has file, line and column.</exception>
    public static ModelContract Read(string json, string path) => ContractJsonReader.Read(json, path);
}
