using System.Buffers;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.FastSentencePieces;

/// <summary>Pieces to texts (tensorflow_text/core/kernels/sentencepiece/optimized_decoder.cc).</summary>
internal sealed class FastPieceDecoder
{
    private readonly int _offset;
    private readonly ReadOnlyMemory<byte>[] _pieces;
    private readonly bool _dropsSpace;
    private readonly ArrayBufferWriter<byte> _text = new();

    /// <summary>Reads a model.</summary>
    /// <exception cref="KernelException">It is none.</exception>
    public FastPieceDecoder(ReadOnlyMemory<byte> buffer)
    {
        var config = new FlatTable(buffer);
        KernelContext.Require(!config.Flag(0), "Sentencepiece conversion failed: the model is of another version");
        _offset = config.Integer(1);
        _pieces = [.. config.Texts(2).Select(text => text.Span.IndexOf((byte)0) is >= 0 and var end ? text[..end] : text)];
        _dropsSpace = config.Flag(5);
    }

    /// <summary>Puts pieces together.</summary>
    /// <exception cref="KernelException">One of them is not in the model.</exception>
    public byte[] Decode(ReadOnlySpan<int> ids)
    {
        _text.ResetWrittenCount();
        for (int i = 0; i < ids.Length; i++)
        {
            long piece = (long)ids[i] - _offset;
            KernelContext.Require(piece >= 0 && piece < _pieces.Length, $"Sentencepiece conversion failed: {ids[i]} is no piece");
            ReadOnlySpan<byte> text = _pieces[piece].Span;
            _text.Write(i == 0 && _dropsSpace && text is [(byte)' ', ..] ? text[1..] : text);
        }

        return _text.WrittenSpan.ToArray();
    }
}
