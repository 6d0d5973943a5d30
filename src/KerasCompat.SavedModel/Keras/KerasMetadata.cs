using KerasCompat.Contracts.Json;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Keras;

/// <summary>
/// Reads what Keras recorded: <c>keras_metadata.pb</c> (Keras 2.5 and later; keras/src/protobuf/saved_metadata.proto), before that the
/// root of the saved object graph. Keras 3 records nothing but the order of its inputs, in the function that it exports.
/// </summary>
internal static class KerasMetadata
{
    /// <summary>The name of Keras' own file.</summary>
    public const string FileName = "keras_metadata.pb";
    private const string RootPath = "root";

    /// <summary>An attribute that only models exported by Keras have (<c>ExportArchive</c>, keras/src/export/saved_model.py).</summary>
    private const string ExportArchiveMark = "_misc_assets";

    /// <summary>The endpoint that <c>model.export</c> makes.</summary>
    private const string ExportedFunction = "serve";

    private const string DamagedRemedy = "What Keras recorded is damaged; copy the model again, or save it again.";

    public static KerasInfo? Read(string folder, SavedModelContent content)
    {
        string path = Path.Combine(folder, FileName);
        if (File.Exists(path))
        {
            return ReadFile(path);
        }

        if (content.RootMetadata is { } json)
        {
            return KerasConfig.Read(new JsonSource(json, Path.Combine(folder, ModelPath.SavedModelFile), DamagedRemedy), () => []);
        }

        if (!content.RootChildren.Contains(ExportArchiveMark))
        {
            return null;
        }

        FunctionInputs? exported = content.MetaGraphs[0].DeclaredInputs.FirstOrDefault(inputs => inputs.Function == ExportedFunction);
        return new KerasInfo(null, null, null, exported?.Names, null, []);
    }

    private static KerasInfo? ReadFile(string path) => Metadata(path, IsRoot) is [.., string root]
        ? KerasConfig.Read(new JsonSource(root, path, DamagedRemedy), () => [.. Metadata(path, IsLayer).Select(json => new JsonSource(json, path, DamagedRemedy))])
        : null;

    private static bool IsRoot(string nodePath, string identifier) => nodePath == RootPath;

    private static bool IsLayer(string nodePath, string identifier) =>
        nodePath != RootPath && identifier != "_tf_keras_metric" && nodePath.LastIndexOf('.') == RootPath.Length;

    /// <summary>What is recorded of the objects that are wanted; that of others is passed by seeking.</summary>
    private static List<string> Metadata(string path, Func<string, string, bool> isWanted)
    {
        var found = new List<string>();
        using var reader = new WireReader(ModelPath.Open(path), path);
        while (reader.Next())
        {
            if (reader.Field == 1 && Node(reader, isWanted) is { } metadata)
            {
                found.Add(metadata);
            }
        }

        return found;
    }

    private static string? Node(WireReader reader, Func<string, string, bool> isWanted)
    {
        string nodePath = "", identifier = "", metadata = "";
        long outer = reader.Enter();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 3:
                    nodePath = reader.String();
                    break;
                case 4:
                    identifier = reader.String();
                    break;
                case 5 when nodePath.Length == 0 || isWanted(nodePath, identifier):
                    metadata = reader.String();
                    break;
            }
        }

        reader.Leave(outer);
        return isWanted(nodePath, identifier) ? metadata : null;
    }
}
