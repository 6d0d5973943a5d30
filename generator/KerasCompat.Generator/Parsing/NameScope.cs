namespace KerasCompat.Generator.Parsing;

/// <summary>The names of one scope of generated code: no two are the same.</summary>
internal sealed class NameScope(IEnumerable<string> reserved)
{
    private readonly Dictionary<string, string?> _owners = reserved.Distinct(StringComparer.Ordinal)
        .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);

    /// <summary>Takes a name, with a number behind it where it is taken.</summary>
    /// <param name="name">The name that is wanted.</param>
    /// <param name="owner">The key that wants it.</param>
    /// <param name="holder">The key that has the wanted name already; null where none has it, or the generated code itself.</param>
    /// <returns>The name that was free.</returns>
    public string Take(string name, string owner, out string? holder)
    {
        string free = name;
        _owners.TryGetValue(name, out holder);
        for (int number = 2; _owners.ContainsKey(free); number++)
        {
            free = Numbered(name, number);
        }

        _owners.Add(free, owner);
        return free;
    }

    /// <summary>A name with a number behind it: <c>x2</c>; <c>x1_2</c> where digits would meet.</summary>
    public static string Numbered(string name, int number) =>
        $"{name}{(char.IsDigit(name[name.Length - 1]) ? "_" : "")}{number.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>Whether a name is taken.</summary>
    public bool Has(string name) => _owners.ContainsKey(name);

    /// <summary>The key that has a name; null where none has it, or the generated code itself.</summary>
    public string? OwnerOf(string name) => _owners.TryGetValue(name, out string? owner) ? owner : null;
}
