using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces.Protos;

/// <summary>A piece.</summary>
internal sealed class SentencePiece : IWireReadable
{
    public ReadOnlyMemory<byte> Piece { get; private set; }

    public float Score { get; private set; }

    public PieceType Type { get; private set; } = PieceType.Normal;

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Piece = reader.Bytes();
                break;
            case 2:
                Score = reader.Float();
                break;
            case 3:
                Type = (PieceType)reader.Int32();
                break;
        }
    }
}
