using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>A meta graph as it lies in the file. Of those that a file has one is used, chosen by its tags.</summary>
internal sealed class SerializedMetaGraph
{
    private readonly WireSlice _message;

    /// <summary>The meta graph that is the value of the current field.</summary>
    public SerializedMetaGraph(WireReader reader)
    {
        _message = reader.Slice();
        for (var metaGraph = new WireReader(_message); metaGraph.Find(1);)
        {
            ReadTags(metaGraph);
        }
    }

    /// <summary>The tags in its <c>MetaInfoDef</c>.</summary>
    public List<string> Tags { get; } = [];

    /// <summary>Reads it.</summary>
    public MetaGraphDef Parse() => MetaGraphDef.Parse(_message);

    private void ReadTags(WireReader reader)
    {
        long outer = reader.Enter();
        while (reader.Find(4))
        {
            Tags.Add(reader.String());
        }

        reader.Leave(outer);
    }
}
