using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Testing.SentencePieces;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.Testing.SentencePieces.TrainerSpec.Types;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;
using PieceType = KerasCompat.Testing.SentencePieces.ModelProto.Types.SentencePiece.Types.Type;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TokenizerOps.SentencePieces;

/// <summary>A model of SentencePiece made of a few pieces after &lt;unk&gt;, &lt;s&gt; and &lt;/s&gt;, and the ops that use it.</summary>
internal sealed class SmallModel
{
    public const string Space = "\u2581";

    public SmallModel(ModelType type)
    {
        Proto.TrainerSpec.ModelType = type;
        With("<unk>", 0, PieceType.Unknown).With("<s>", 0, PieceType.Control).With("</s>", 0, PieceType.Control);
    }

    public ModelProto Proto { get; } = new() { TrainerSpec = new TrainerSpec(), NormalizerSpec = new NormalizerSpec() };

    public SmallModel With(string piece, double score = 0, PieceType type = PieceType.Normal)
    {
        Proto.Pieces.Add(new ModelProto.Types.SentencePiece { Piece = ByteString.CopyFromUtf8(piece), Score = (float)score, Type = type });
        return this;
    }

    public SmallModel WithType(int id, PieceType type)
    {
        Proto.Pieces[id].Type = type;
        return this;
    }

    /// <summary>Adds the 256 pieces of single bytes.</summary>
    public SmallModel WithBytes()
    {
        Proto.TrainerSpec.ByteFallback = true;
        for (int i = 0; i < 256; i++)
        {
            With($"<0x{i:X2}>", 0, PieceType.Byte);
        }

        return this;
    }

    /// <summary>Texts are cut as they are.</summary>
    public SmallModel Plain() => Normalizing(spec => (spec.AddDummyPrefix, spec.RemoveExtraWhitespaces, spec.EscapeWhitespaces) = (false, false, false));

    public SmallModel Normalizing(Action<NormalizerSpec> change)
    {
        change(Proto.NormalizerSpec);
        return this;
    }

    public static ByteString CharacterMap(params (string From, string To)[] rules)
    {
        var texts = new MemoryStream();
        var keys = new List<(byte[], int)>();
        foreach ((string from, string to) in rules)
        {
            keys.Add((Encoding.UTF8.GetBytes(from), (int)texts.Length));
            texts.Write([.. Encoding.UTF8.GetBytes(to), 0]);
        }

        byte[] trie = DoubleArrayWriter.Write([.. keys]);
        var size = new byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32LittleEndian(size, trie.Length);
        return ByteString.CopyFrom([.. size, .. trie, .. texts.ToArray()]);
    }

    public AttrValue Attribute() => new() { S = Proto.ToByteString() };

    /// <summary>The pieces of a text, joined by spaces.</summary>
    public string Pieces(string text, bool bos = false, bool eos = false, bool reverse = false) => string.Join(' ', Tokenize(DType.String, [text], bos, eos, reverse)[0].Texts());

    /// <summary>The outputs of <c>SentencepieceTokenizeWithOffsetsOp</c>.</summary>
    public ModelTensor[] Tokenize(DType type, string[] texts, bool bos = false, bool eos = false, bool reverse = false) =>
        Run(
            "SentencepieceTokenizeWithOffsetsOp",
            [type, DType.Int64, DType.Int64, DType.Int64],
            [Strings([texts.Length], texts), Scalar(0), Values([], 1f), Values([], bos), Values([], eos), Values([], reverse)],
            ("out_type", KernelPrograms.Type(type)));

    /// <summary>The text of pieces.</summary>
    public string Detokenize(ConstantTensor pieces, bool reverse = false) =>
        Run(
            "SentencepieceDetokenizeOp",
            [DType.String],
            [pieces, Values([2], 0L, pieces.Shape[0]), Values([], false), Values([], false), Values([], reverse)],
            ("T", KernelPrograms.Type(pieces.DType)))[0].Texts()[0];

    /// <summary>The outputs of an op whose first input is the model.</summary>
    public ModelTensor[] Run(string op, DType[] outputs, ConstantTensor[] inputs, params (string Name, AttrValue Value)[] attributes)
    {
        var program = new KernelPrograms("case");
        int[] slots = [program.Kernel("SentencepieceOp", [], ("model", Attribute())), .. inputs.Select(program.Constant)];
        int first = program.Kernel(op, slots, outputs.Length, [], attributes);
        for (int i = 0; i < outputs.Length; i++)
        {
            program.Output($"out{i}", outputs[i], first + i);
        }

        using OnnxModelEngine engine = new HandMadeModel(program.Program()).Load();
        IReadOnlyDictionary<string, ModelTensor> results = engine.Run("case");
        return [.. outputs.Select((_, i) => results[$"out{i}"])];
    }
}
