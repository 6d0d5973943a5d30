namespace KerasCompat.Contracts.Json;

/// <summary>A JSON value as it stood in its text. Numbers keep their spelling, so that nothing is rounded by reading it.</summary>
internal sealed class JsonValue(JsonKind kind, int offset)
{
    private static readonly IReadOnlyList<JsonValue> NoItems = [];
    private static readonly IReadOnlyList<KeyValuePair<string, JsonValue>> NoMembers = [];

    public JsonKind Kind { get; } = kind;

    /// <summary>Where the value begins in its text, in UTF-16 units.</summary>
    public int Offset { get; } = offset;

    /// <summary>The content of a string, or the spelling of a number.</summary>
    public string Text { get; init; } = "";

    /// <summary>The elements of an array; empty for every other kind.</summary>
    public IReadOnlyList<JsonValue> Items { get; init; } = NoItems;

    /// <summary>The members of an object in the order of the text, their names unique; empty for every other kind.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonValue>> Members { get; init; } = NoMembers;

    /// <summary>The member of a name, or null when there is none or the value is no object.</summary>
    public JsonValue? this[string name]
    {
        get
        {
            foreach (KeyValuePair<string, JsonValue> member in Members)
            {
                if (member.Key == name)
                {
                    return member.Value;
                }
            }

            return null;
        }
    }
}
