namespace KerasCompat.SavedModel;

/// <summary>Chooses one of the meta graphs of a model by tags, in the same way for the contract and for the graph that is run.</summary>
internal static class MetaGraphChoice
{
    /// <summary>The tag of the meta graph for serving (<c>tf.saved_model.SERVING</c>).</summary>
    private const string ServingTag = "serve";

    /// <summary>The position of the meta graph with these tags; for null, see <see cref="ContractFactory.Create"/>.</summary>
    public static int Choose(IReadOnlyList<IReadOnlyList<string>> tagSets, IReadOnlyCollection<string>? wanted, string path)
    {
        if (wanted is null)
        {
            int alone = Find(tagSets, tags => tags is [ServingTag]);
            return alone >= 0 ? alone : Math.Max(0, Find(tagSets, tags => tags.Contains(ServingTag)));
        }

        var set = new HashSet<string>(wanted, StringComparer.Ordinal);
        int found = Find(tagSets, set.SetEquals);
        return found >= 0
            ? found
            : throw new ModelFormatException(
                path,
                null,
                $"the model has no meta graph with the tags {Text(wanted)}",
                $"It has {string.Join(" and ", tagSets.Select(Text))}.");
    }

    private static int Find(IReadOnlyList<IReadOnlyList<string>> tagSets, Func<IReadOnlyList<string>, bool> matches)
    {
        for (int i = 0; i < tagSets.Count; i++)
        {
            if (matches(tagSets[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static string Text(IEnumerable<string> tags) => "[" + string.Join(", ", tags) + "]";
}
