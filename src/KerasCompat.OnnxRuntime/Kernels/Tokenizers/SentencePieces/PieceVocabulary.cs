using System.Globalization;
using System.Text;
using KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces.Protos;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>The pieces of a model by number and by text (sentencepiece/src/model_interface.cc).</summary>
internal sealed class PieceVocabulary
{
    /// <summary>Longer pieces are refused, as SentencePiece does.</summary>
    private const int Longest = 8000;

    private readonly ReadOnlyMemory<byte>[] _texts;
    private readonly float[] _scores;
    private readonly PieceType[] _types;
    private readonly PieceTrie _reserved;
    private readonly int[]? _bytes;

    public PieceVocabulary(List<SentencePiece> pieces, bool byteFallback)
    {
        _texts = [.. pieces.Select(piece => piece.Piece)];
        _scores = [.. pieces.Select(piece => piece.Score)];
        _types = [.. pieces.Select(piece => piece.Type)];
        Check(byteFallback);
        Unknown = Array.IndexOf(_types, PieceType.Unknown);
        KernelContext.Require(Unknown >= 0 && Unknown == Array.LastIndexOf(_types, PieceType.Unknown), "a model has one piece that is unknown");
        Trie = Those(type => type is PieceType.Normal or PieceType.UserDefined or PieceType.Unused);
        _reserved = Those(type => type is not (PieceType.Normal or PieceType.UserDefined or PieceType.Unused));
        UserDefined = _types.Contains(PieceType.UserDefined) ? Those(type => type == PieceType.UserDefined) : null;
        _bytes = byteFallback ? [.. Enumerable.Range(0, 256).Select(value => _reserved.Find(BytePiece((byte)value).Span))] : null;
        KernelContext.Require(_bytes?.Contains(-1) != true, "byte_fallback is set, but a byte has no piece");
    }

    /// <summary>The number of pieces.</summary>
    public int Count => _texts.Length;

    /// <summary>The piece of what is in no other.</summary>
    public int Unknown { get; }

    /// <summary>Whether bytes of what is in no piece are pieces of their own.</summary>
    public bool HasBytes => _bytes is not null;

    /// <summary>The pieces that texts are cut into.</summary>
    public PieceTrie Trie { get; }

    /// <summary>The pieces that the user named: they are never changed or cut; null for none.</summary>
    public PieceTrie? UserDefined { get; }

    public ReadOnlyMemory<byte> this[int id] => _texts[id];

    public float Score(int id) => _scores[id];

    public bool IsNormal(int id) => _types[id] == PieceType.Normal;

    public bool IsUserDefined(int id) => _types[id] == PieceType.UserDefined;

    public bool IsUnused(int id) => _types[id] == PieceType.Unused;

    public bool IsControl(int id) => _types[id] == PieceType.Control;

    public bool IsByte(int id) => _types[id] == PieceType.Byte;

    /// <summary>The piece of a byte.</summary>
    public int ByteId(byte value) => _bytes![value];

    /// <summary>The byte that a piece such as <c>&lt;0x0A&gt;</c> stands for.</summary>
    public byte ByteOf(int id) => byte.Parse(_texts[id].Span[3..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>The number of a piece; of the unknown one when there is none of that text.</summary>
    public int Id(ReadOnlySpan<byte> text)
    {
        int id = _reserved.Find(text);
        id = id < 0 ? Trie.Find(text) : id;
        return id < 0 ? Unknown : id;
    }

    private PieceTrie Those(Func<PieceType, bool> wanted) =>
        new(Enumerable.Range(0, _texts.Length).Where(id => wanted(_types[id])).Select(id => (_texts[id], id)));

    private static ReadOnlyMemory<byte> BytePiece(byte value) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"));

    private void Check(bool byteFallback)
    {
        var seen = new HashSet<(string Text, bool Reserved)>();
        for (int id = 0; id < _texts.Length; id++)
        {
            ReadOnlySpan<byte> text = _texts[id].Span;
            bool reserved = _types[id] is not (PieceType.Normal or PieceType.UserDefined or PieceType.Unused);
            string? wrong = text.Length is 0 or >= Longest || text.Contains((byte)0) ? $"must have between 1 and {Longest - 1} bytes, none of them zero"
                : !seen.Add((Encoding.Latin1.GetString(text), reserved)) ? "is already defined"
                : _types[id] == PieceType.Byte && !(byteFallback && IsBytePiece(text)) ? "is no byte, or byte_fallback is not set"
                : null;
            if (wrong is not null)
            {
                throw KernelContext.Refuse($"piece {id} of the model, '{Encoding.UTF8.GetString(text)}', {wrong}");
            }
        }
    }

    private static bool IsBytePiece(ReadOnlySpan<byte> text) =>
        text.Length == 6 && byte.TryParse(text[3..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value) && BytePiece(value).Span.SequenceEqual(text);
}
