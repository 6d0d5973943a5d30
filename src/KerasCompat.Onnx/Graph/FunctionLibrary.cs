using Google.Protobuf;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.Onnx.Graph;

/// <summary>The functions of a graph by their names. A function is parsed when it is asked for, not before.</summary>
internal sealed class FunctionLibrary
{
    // FunctionDef.signature and OpDef.name (tensorflow/core/framework/function.proto, op_def.proto).
    private static readonly uint SignatureTag = WireFormat.MakeTag(1, WireFormat.WireType.LengthDelimited);
    private static readonly uint NameTag = WireFormat.MakeTag(1, WireFormat.WireType.LengthDelimited);

    private readonly Dictionary<string, ByteString> _serialized = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FunctionDef> _parsed = new(StringComparer.Ordinal);
    private readonly string _path;

    /// <summary>The functions of a library.</summary>
    /// <param name="library">The library; null where the graph has none.</param>
    /// <param name="path">The model's folder, for messages.</param>
    /// <exception cref="ModelFormatException">A function is damaged.</exception>
    public FunctionLibrary(FunctionDefLibrary? library, string path)
    {
        _path = path;
        foreach (ByteString function in library?.Function ?? [])
        {
            _serialized[Guarded("a function", () => Name(function))] = function;
        }
    }

    /// <summary>The function of a name; null when there is none.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ModelFormatException">The function is damaged.</exception>
    public FunctionDef? Find(string name)
    {
        if (_parsed.TryGetValue(name, out FunctionDef? function))
        {
            return function;
        }

        if (!_serialized.TryGetValue(name, out ByteString? serialized))
        {
            return null;
        }

        function = Guarded($"function '{name}'", () => FunctionDef.Parser.WithDiscardUnknownFields(true).ParseFrom(serialized));
        function.Signature ??= new OpDef();
        _parsed.Add(name, function);
        return function;
    }

    private static string Name(ByteString function)
    {
        CodedInputStream input = function.CreateCodedInput();
        if (!Skip(input, SignatureTag, function.Length))
        {
            return "";
        }

        // The signature is read where it lies: it names every argument of the function.
        int length = input.ReadLength();
        return Skip(input, NameTag, input.Position + length) ? input.ReadString() : "";
    }

    private static bool Skip(CodedInputStream input, uint tag, long end)
    {
        while (input.Position < end)
        {
            uint next = input.ReadTag();
            if (next == tag)
            {
                return true;
            }

            if (next == 0)
            {
                return false;
            }

            input.SkipLastField();
        }

        return false;
    }

    private T Guarded<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ModelFormatException(
                _path, place, "it is no valid protocol buffer: " + e.Message.TrimEnd('.'), "Copy the model's folder again from where it was saved.", e);
        }
    }
}
