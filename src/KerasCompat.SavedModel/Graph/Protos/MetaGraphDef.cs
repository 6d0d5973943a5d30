using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>A meta graph without the fields that no translation needs (tensorflow/core/protobuf/meta_graph.proto).</summary>
internal sealed class MetaGraphDef
{
    private MetaGraphDef()
    {
    }

    /// <summary>The definitions of the ops in it (<c>MetaInfoDef.stripped_op_list</c>).</summary>
    public List<OpDef> StrippedOpList { get; } = [];

    public GraphDef GraphDef { get; } = new();

    public SaverDef SaverDef { get; } = new();

    /// <summary>The collections of names of nodes (<c>CollectionDef.NodeList</c>).</summary>
    public Dictionary<string, List<string>> CollectionDef { get; } = new(StringComparer.Ordinal);

    /// <summary>For each signature the names of the tensors that are its outputs.</summary>
    public Dictionary<string, List<string>> SignatureOutputs { get; } = new(StringComparer.Ordinal);

    public List<AssetFileDef> AssetFileDef { get; } = [];

    /// <summary>Reads the meta graph that is the current message.</summary>
    public static MetaGraphDef Read(WireReader reader)
    {
        var graph = new MetaGraphDef();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    graph.ReadMetaInfo(reader);
                    break;
                case 2:
                    reader.Message(graph.GraphDef);
                    break;
                case 3:
                    reader.Message(graph.SaverDef);
                    break;
                case 4:
                    ReadEntry(reader, graph.CollectionDef, ReadNodeList);
                    break;
                case 5:
                    ReadEntry(reader, graph.SignatureOutputs, ReadOutputs);
                    break;
                case 6:
                    graph.AssetFileDef.Add(Protos.AssetFileDef.Read(reader));
                    break;
            }
        }

        return graph;
    }

    /// <summary>Reads only the tags of the meta graph that is the value of the current field.</summary>
    public static string[] ReadTags(WireReader reader)
    {
        var tags = new List<string>();
        long outer = reader.Enter();
        while (reader.Find(1))
        {
            long metaInfo = reader.Enter();
            while (reader.Find(4))
            {
                tags.Add(reader.String());
            }

            reader.Leave(metaInfo);
        }

        reader.Leave(outer);
        return [.. tags];
    }

    private void ReadMetaInfo(WireReader reader)
    {
        long outer = reader.Enter();
        while (reader.Find(2))
        {
            for (var list = new WireReader(reader.Slice()); list.Find(1);)
            {
                StrippedOpList.Add(list.Message(new OpDef()));
            }
        }

        reader.Leave(outer);
    }

    private static void ReadEntry(WireReader reader, Dictionary<string, List<string>> map, Action<WireReader, List<string>> readValue)
    {
        var names = new List<string>();
        map[reader.Entry(names, readValue)] = names;
    }

    /// <summary>A <c>CollectionDef</c>; those of other things than nodes have none.</summary>
    private static void ReadNodeList(WireReader reader, List<string> names)
    {
        long outer = reader.Enter();
        while (reader.Find(1))
        {
            long list = reader.Enter();
            while (reader.Find(1))
            {
                names.Add(reader.String());
            }

            reader.Leave(list);
        }

        reader.Leave(outer);
    }

    /// <summary>The names in <c>SignatureDef.outputs</c>, an entry of a map each, whose value is a <c>TensorInfo</c>.</summary>
    private static void ReadOutputs(WireReader reader, List<string> names)
    {
        long outer = reader.Enter();
        while (reader.Find(2))
        {
            long entry = reader.Enter();
            while (reader.Find(2))
            {
                names.Add(reader.TextOf(1) ?? "");
            }

            reader.Leave(entry);
        }

        reader.Leave(outer);
    }
}
