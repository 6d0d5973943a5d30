using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces.Protos;

/// <summary>How a model was made.</summary>
internal sealed class TrainerSpec : IWireReadable
{
    public ModelType ModelType { get; private set; } = ModelType.Unigram;

    public bool TreatWhitespaceAsSuffix { get; private set; }

    public bool ByteFallback { get; private set; }

    /// <summary>What the unknown piece becomes in a text.</summary>
    public ReadOnlyMemory<byte> UnkSurface { get; private set; } = " \u2047 "u8.ToArray();

    public ReadOnlyMemory<byte> BosPiece { get; private set; } = "<s>"u8.ToArray();

    public ReadOnlyMemory<byte> EosPiece { get; private set; } = "</s>"u8.ToArray();

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 3:
                ModelType = (ModelType)reader.Int32();
                break;
            case 24:
                TreatWhitespaceAsSuffix = reader.Bool();
                break;
            case 35:
                ByteFallback = reader.Bool();
                break;
            case 44:
                UnkSurface = reader.Bytes();
                break;
            case 46:
                BosPiece = reader.Bytes();
                break;
            case 47:
                EosPiece = reader.Bytes();
                break;
        }
    }
}
