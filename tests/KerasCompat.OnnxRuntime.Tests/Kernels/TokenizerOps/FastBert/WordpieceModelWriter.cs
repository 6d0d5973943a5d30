using System.Buffers.Binary;
using System.Text;
using KerasCompat.OnnxRuntime.Kernels.Tokenizers;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TokenizerOps.FastBert;

/// <summary>
/// Builds the automaton of a vocabulary from its definition (arxiv.org/abs/2012.15524): where the trie goes no further from a text, the
/// longest pieces are taken off its front, as few as leave a rest that is in the trie.
/// </summary>
internal static class WordpieceModelWriter
{
    public const string Unknown = "[UNK]";
    private const string Indicator = "##";

    /// <summary>The signs that are words of their own and that these models know.</summary>
    public static readonly string[] Signs = [".", ",", "!", "漢"];

    public static byte[] Write(string[] vocabulary, bool cutsTexts, int mostBytes = 100)
    {
        Dictionary<string, int> pieces = vocabulary.Select((piece, id) => (piece, id)).Where(entry => entry.piece != Unknown).ToDictionary(entry => entry.piece, entry => Encode(entry.piece, entry.id));
        int unknown = Array.IndexOf(vocabulary, Unknown);
        const string SignEnd = "\u0001";
        foreach (string sign in cutsTexts ? Signs : [])
        {
            pieces.TryAdd(sign, (unknown << 8) | (Encoding.UTF8.GetByteCount(sign) - 1));
        }

        // Every text of the trie has a node; two of them are places where words end.
        string[] roots = cutsTexts ? [Indicator, SignEnd] : [Indicator];
        byte[] units = DoubleArrayWriter.Write([.. pieces.Concat(roots.Where(root => !pieces.ContainsKey(root)).Select(root => KeyValuePair.Create(root + "\u0002", 0))).Select(piece => (Encoding.UTF8.GetBytes(piece.Key), piece.Value))]);
        var trie = new DoubleArrayTrie(units);
        var failures = new byte[units.Length * 2];
        Array.Fill(failures, (byte)0xFF);
        var pops = new List<int>();
        foreach (byte[] text in pieces.Keys.SelectMany(piece => Enumerable.Range(1, Encoding.UTF8.GetByteCount(piece)).Select(length => Encoding.UTF8.GetBytes(piece)[..length])))
        {
            if (Fail(trie, pieces, text, cutsTexts ? SignEnd : null) is { } failure)
            {
                Span<byte> entry = failures.AsSpan(Node(trie, text)!.Value * 8);
                BinaryPrimitives.WriteInt32LittleEndian(entry, failure.Node);
                BinaryPrimitives.WriteInt32LittleEndian(entry[4..], (pops.Count << 8) | (failure.Pops.Count - 1));
                pops.AddRange(failure.Pops);
            }
        }

        return new FlatWriter()
            .List(units, 4).List(failures, 8).Integers([.. pops]).Integer(Node(trie, Encoding.UTF8.GetBytes(Indicator))!.Value).Integer(mostBytes)
            .Text(Indicator).Text(Unknown).Integer(unknown).Integers(unknown << 8)
            .Integer(cutsTexts ? Node(trie, Encoding.UTF8.GetBytes(SignEnd))!.Value : 0).Flag(cutsTexts).Flag(true)
            .Texts([.. vocabulary.Select(piece => IsSuffix(piece) ? piece[2..] : piece)]).List([.. vocabulary.Select(piece => (byte)(IsSuffix(piece) ? 1 : 0))], 1)
            .Write();
    }

    private static bool IsSuffix(string piece) => piece.StartsWith(Indicator, StringComparison.Ordinal) && piece.Length > Indicator.Length;

    private static int Encode(string piece, int id) =>
        ((IsSuffix(piece) ? 1 : 0) << 30) | (id << 8) | (Encoding.UTF8.GetByteCount(IsSuffix(piece) ? piece[2..] : piece) - 1);

    private static (int Node, List<int> Pops)? Fail(DoubleArrayTrie trie, Dictionary<string, int> pieces, byte[] text, string? signEnd)
    {
        if (signEnd is not null && Signs.Contains(Encoding.UTF8.GetString(text)))
        {
            return (Node(trie, Encoding.UTF8.GetBytes(signEnd))!.Value, [pieces[Encoding.UTF8.GetString(text)]]);
        }

        var taken = new List<int>();
        byte[] rest = text;
        while (true)
        {
            byte[]? longest = pieces.Keys.Select(Encoding.UTF8.GetBytes).Where(piece => rest.AsSpan().StartsWith(piece) && piece.Length > 2 * (Encoding.UTF8.GetString(piece) == Indicator ? 1 : 0)).MaxBy(piece => piece.Length);
            if (longest is null)
            {
                return null;
            }

            taken.Add(pieces[Encoding.UTF8.GetString(longest)]);
            rest = [.. Encoding.UTF8.GetBytes(Indicator), .. rest[longest.Length..]];
            if (Node(trie, rest) is { } node)
            {
                return (node, taken);
            }
        }
    }

    private static int? Node(DoubleArrayTrie trie, byte[] text)
    {
        int node = DoubleArrayTrie.Root;
        return text.All(label => trie.TryStep(ref node, label)) ? node : null;
    }
}
