using System.Buffers;
using Google.Protobuf;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.SavedModel.Graph;

/// <summary>One meta graph of a SavedModel with its graph, for those who translate or run it. Reads all of <c>saved_model.pb</c>.</summary>
/// <remarks>A caller that wants signatures alone uses <see cref="SavedModelReader"/>, which passes the graph.</remarks>
public sealed class SavedModelGraph
{
    private const string AssetsFolder = "assets";

    /// <summary>Control flow nests functions by name, not by message: attributes of attributes are the deepest that a graph gets.</summary>
    private const int MaxDepth = 100;

    private const int MostAtOnce = 16 << 20;

    private static readonly MessageParser<SavedModelProto> Parser = SavedModelProto.Parser.WithDiscardUnknownFields(true);

    private SavedModelGraph(string folder, MetaGraphDef metaGraph)
    {
        Folder = folder;
        MetaGraph = metaGraph;
    }

    /// <summary>The folder of the model.</summary>
    public string Folder { get; }

    /// <summary>The meta graph, without the fields that no translation needs.</summary>
    internal MetaGraphDef MetaGraph { get; }

    /// <summary>Reads a meta graph of the model in a folder.</summary>
    /// <param name="modelFolder">The folder that holds <c>saved_model.pb</c>, or the path of that file itself.</param>
    /// <param name="tags">The tag set of the meta graph, in any order; null for the usual one, as <see cref="ContractFactory.Create"/> chooses it.</param>
    /// <exception cref="ModelFormatException">The path holds no SavedModel, a damaged one, or one without these tags.</exception>
    public static SavedModelGraph Load(string modelFolder, IReadOnlyCollection<string>? tags = null)
    {
        string path = ModelPath.RequireSavedModel(modelFolder);
        string folder = Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        SavedModelProto proto = Parse(path);
        if (proto.MetaGraphs.Count == 0)
        {
            throw new ModelFormatException(path, null, "the file holds no meta graph", ModelPath.DamagedRemedy(path));
        }

        string[][] tagSets = [.. proto.MetaGraphs.Select(metaGraph => metaGraph.MetaInfoDef?.Tags.ToArray() ?? [])];
        MetaGraphDef chosen = proto.MetaGraphs[MetaGraphChoice.Choose(tagSets, tags, folder)];
        chosen.MetaInfoDef ??= new MetaGraphDef.Types.MetaInfoDef();
        chosen.GraphDef ??= new GraphDef();
        chosen.GraphDef.Library ??= new FunctionDefLibrary();
        return new SavedModelGraph(folder, chosen);
    }

    /// <summary>A graph that is already in memory.</summary>
    /// <param name="metaGraph">The meta graph.</param>
    /// <param name="folder">The folder that assets and variables lie in, and that messages name.</param>
    internal static SavedModelGraph FromMetaGraph(MetaGraphDef metaGraph, string folder) => new(folder, metaGraph);

    /// <summary>The path of an asset: a file that an operation of the graph reads, usually a vocabulary.</summary>
    /// <param name="fileName">The name as <c>AssetFileDef.filename</c> states it, or the last part of the path in the graph's constant.</param>
    /// <returns>A path inside the model's folder <c>assets</c>.</returns>
    /// <exception cref="ModelFormatException">The name leads out of that folder, or there is no such file.</exception>
    public string AssetPath(string fileName) => AssetPath(Folder, fileName);

    /// <summary>The path of an asset of the model in a folder.</summary>
    internal static string AssetPath(string modelFolder, string fileName)
    {
        string assets = Path.GetFullPath(Path.Combine(modelFolder, AssetsFolder));
        string path = fileName.Contains('\0', StringComparison.Ordinal) ? assets : Path.GetFullPath(Path.Combine(assets, fileName));
        if (!path.StartsWith(assets + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new ModelFormatException(
                Path.Combine(modelFolder, ModelPath.SavedModelFile),
                $"asset '{fileName}'",
                "the name leads out of the model's folder",
                "Do not use this model: no program that writes models does this.");
        }

        return File.Exists(path)
            ? path
            : throw new ModelFormatException(path, null, "the model needs this file, which is not there", "Copy the model's folder whole, with its assets.");
    }

    private static SavedModelProto Parse(string path)
    {
        using FileStream file = ModelPath.Open(path);
        return (file.Length <= MostAtOnce ? TryParseAtOnce(path, file) : null) ?? ParseStream(path, file);
    }

    /// <summary>Reads a file that memory may hold: of a stream the parser copies each function twice.</summary>
    /// <returns>Null when the file is damaged; as a stream it tells where.</returns>
    private static SavedModelProto? TryParseAtOnce(string path, FileStream file)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)file.Length);
        try
        {
            int length = file.ReadAtLeast(buffer, (int)file.Length, throwOnEndOfStream: false);
            return Parser.ParseFrom(buffer.AsSpan(0, length));
        }
        catch (InvalidProtocolBufferException)
        {
            file.Position = 0;
            return null;
        }
        catch (IOException exception)
        {
            throw ModelPath.Unreadable(path, exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static SavedModelProto ParseStream(string path, FileStream file)
    {
        using CodedInputStream input = CodedInputStream.CreateWithLimits(file, int.MaxValue, MaxDepth);
        try
        {
            return Parser.ParseFrom(input);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new ModelFormatException(
                path,
                FormattableString.Invariant($"byte {input.Position}"),
                "the file is no valid protocol buffer: " + exception.Message.TrimEnd('.'),
                ModelPath.DamagedRemedy(path),
                exception);
        }
        catch (IOException exception)
        {
            throw ModelPath.Unreadable(path, exception);
        }
    }
}
