using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces.Protos;

/// <summary>A model file of SentencePiece (google/sentencepiece, src/sentencepiece_model.proto). Its texts are bytes, because pieces need not be UTF-8.</summary>
internal sealed class ModelProto : IWireReadable
{
    public List<SentencePiece> Pieces { get; } = [];

    public TrainerSpec TrainerSpec { get; private set; } = new();

    public NormalizerSpec NormalizerSpec { get; private set; } = new();

    public NormalizerSpec? DenormalizerSpec { get; private set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                Pieces.Add(reader.Message(new SentencePiece()));
                break;
            case 2:
                TrainerSpec = reader.Message(new TrainerSpec());
                break;
            case 3:
                NormalizerSpec = reader.Message(new NormalizerSpec());
                break;
            case 5:
                DenormalizerSpec = reader.Message(new NormalizerSpec());
                break;
        }
    }
}
