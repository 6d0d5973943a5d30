using KerasCompat.SavedModel.Protos;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Graph;

/// <summary>One meta graph of a SavedModel with its graph, for those who translate or run it. Reads <c>saved_model.pb</c> without its object graph.</summary>
/// <remarks>A caller that wants signatures alone uses <see cref="SavedModelReader"/>, which passes the graph.</remarks>
public sealed class SavedModelGraph
{
    private const string AssetsFolder = "assets";

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
        string folder = ModelPath.RequireFolder(modelFolder);
        string path = Path.Combine(folder, ModelPath.SavedModelFile);
        using FileStream file = ModelPath.Open(path);
        int chosen = MetaGraphChoice.Choose(TagSets(new WireReader(file, path)), tags, folder);
        file.Position = 0;
        return new SavedModelGraph(folder, ReadMetaGraph(new WireReader(file, path), chosen));
    }

    /// <summary>A graph that is already in memory.</summary>
    /// <param name="metaGraph">The meta graph, as a <c>MetaGraphDef</c>.</param>
    /// <param name="folder">The folder that assets and variables lie in, and that messages name.</param>
    internal static SavedModelGraph FromMetaGraph(ReadOnlyMemory<byte> metaGraph, string folder)
    {
        var reader = new WireReader(WireSlice.Of(metaGraph, folder));
        MetaGraphDef message = MetaGraphDef.Read(reader);
        message.GraphDef.ReadCalledFunctions(reader);
        return new SavedModelGraph(folder, message);
    }

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

    private static List<string[]> TagSets(WireReader reader)
    {
        var tagSets = new List<string[]>();
        while (reader.Find(2))
        {
            tagSets.Add(MetaGraphDef.ReadTags(reader));
        }

        return tagSets.Count > 0 ? tagSets : throw NoMetaGraph(reader);
    }

    /// <summary>Reads a meta graph. What is made of it keeps the bytes that it needs, and nothing else of the file is held.</summary>
    private static MetaGraphDef ReadMetaGraph(WireReader reader, int position)
    {
        for (int i = 0; reader.Find(2); i++)
        {
            if (i == position)
            {
                long outer = reader.Enter();
                MetaGraphDef metaGraph = MetaGraphDef.Read(reader);
                reader.Leave(outer);
                metaGraph.GraphDef.ReadCalledFunctions(reader);
                return metaGraph;
            }
        }

        throw NoMetaGraph(reader);
    }

    private static ModelFormatException NoMetaGraph(WireReader reader) => reader.Error("the file holds no meta graph");
}
