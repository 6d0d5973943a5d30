using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces.Protos;

/// <summary>What happens to texts before they are cut.</summary>
internal sealed class NormalizerSpec : IWireReadable
{
    public ReadOnlyMemory<byte> PrecompiledCharsmap { get; private set; }

    public bool AddDummyPrefix { get; private set; } = true;

    public bool RemoveExtraWhitespaces { get; private set; } = true;

    public bool EscapeWhitespaces { get; private set; } = true;

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        switch (reader.Field)
        {
            case 2:
                PrecompiledCharsmap = reader.Bytes();
                break;
            case 3:
                AddDummyPrefix = reader.Bool();
                break;
            case 4:
                RemoveExtraWhitespaces = reader.Bool();
                break;
            case 5:
                EscapeWhitespaces = reader.Bool();
                break;
        }
    }
}
