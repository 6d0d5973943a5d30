namespace KerasCompat.Contracts.Json;

/// <summary>
/// A part of a JSON text that is read; the syntax of all the rest is checked, but nothing is made of it. Keras' metadata of a large model is nearly
/// all rest.
/// </summary>
/// <param name="name">The name of the member; anything for the value of the text itself.</param>
/// <param name="members">The members that are read of the objects in it, also of those in arrays; none where all is read.</param>
internal sealed class JsonSelection(string name, params JsonSelection[] members)
{
    /// <summary>All of a text.</summary>
    public static JsonSelection Everything { get; } = new("");

    private string Name { get; } = name;

    /// <summary>What is read of a member; null where it is passed over.</summary>
    /// <param name="member">The name of the member.</param>
    public JsonSelection? Of(string member)
    {
        if (members.Length == 0)
        {
            return Everything;
        }

        foreach (JsonSelection selected in members)
        {
            if (selected.Name == member)
            {
                return selected;
            }
        }

        return null;
    }
}
