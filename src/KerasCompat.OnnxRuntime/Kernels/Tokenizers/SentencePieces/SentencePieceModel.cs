using KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces.Protos;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>
/// A model of SentencePiece (github.com/google/sentencepiece) as TensorFlow Text runs it, which is release 0.1.96. The tokenizers of
/// Microsoft.ML are not used: they know two of its four kinds of models, and their offsets are those of the normalized text in UTF-16.
/// </summary>
internal sealed class SentencePieceModel
{
    private readonly ModelType _type;

    private SentencePieceModel(ModelProto proto)
    {
        TrainerSpec trainer = proto.TrainerSpec;
        NormalizerSpec spec = proto.NormalizerSpec;
        _type = trainer.ModelType;
        KernelContext.Require(_type is ModelType.Unigram or ModelType.Bpe or ModelType.Word or ModelType.Char, $"model_type {(int)_type} of SentencePiece is unknown");
        Vocabulary = new PieceVocabulary(proto.Pieces, trainer.ByteFallback);
        Normalizer = new PieceNormalizer(spec, trainer.TreatWhitespaceAsSuffix, Vocabulary.UserDefined);
        Denormalizer = proto.DenormalizerSpec is { PrecompiledCharsmap.IsEmpty: false } denormalizer ? new PieceNormalizer(denormalizer, spaceAfter: false, kept: null) : null;
        UnknownSurface = trainer.UnkSurface;
        Begin = Named(trainer.BosPiece, "<s>"u8);
        End = Named(trainer.EosPiece, "</s>"u8);
        StripsSpace = spec.AddDummyPrefix || spec.RemoveExtraWhitespaces;
    }

    /// <summary>Its pieces.</summary>
    public PieceVocabulary Vocabulary { get; }

    /// <summary>What happens to texts before they are cut.</summary>
    public PieceNormalizer Normalizer { get; }

    /// <summary>What happens to texts that are put together again; null for nothing.</summary>
    public PieceNormalizer? Denormalizer { get; }

    /// <summary>What the unknown piece becomes in a text.</summary>
    public ReadOnlyMemory<byte> UnknownSurface { get; }

    /// <summary>The piece before a text; the unknown one when there is none.</summary>
    public int Begin { get; }

    /// <summary>The piece behind a text; the unknown one when there is none.</summary>
    public int End { get; }

    /// <summary>Whether a text that is put together loses the space that it begins with.</summary>
    public bool StripsSpace { get; }

    /// <summary>Reads a model.</summary>
    /// <exception cref="KernelException">The bytes are no model.</exception>
    public static SentencePieceModel Parse(ReadOnlyMemory<byte> bytes)
    {
        KernelContext.Require(!bytes.IsEmpty, "a model of SentencePiece must be specified");
        try
        {
            return new SentencePieceModel(new WireReader(WireSlice.Of(bytes, "")).ReadAll(new ModelProto()));
        }
        catch (ModelFormatException e)
        {
            throw KernelContext.Refuse($"the model of SentencePiece cannot be read: {e.Problem}");
        }
    }

    /// <summary>What cuts texts, for one thread.</summary>
    public Segmenter CreateSegmenter() => _type switch
    {
        ModelType.Bpe => new BytePairSegmenter(Vocabulary),
        ModelType.Word => new WordSegmenter(Vocabulary),
        ModelType.Char => new CharacterSegmenter(Vocabulary),
        _ => new UnigramSegmenter(Vocabulary),
    };

    private int Named(ReadOnlyMemory<byte> given, ReadOnlySpan<byte> usual) => Vocabulary.Id(given.IsEmpty ? usual : given.Span);
}
