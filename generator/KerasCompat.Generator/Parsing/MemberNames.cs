using KerasCompat.Generator.Model;

namespace KerasCompat.Generator.Parsing;

/// <summary>The names of the members of one client. A method takes several at once: its own, that of its result, of its field and so on.</summary>
internal sealed class MemberNames
{
    /// <summary>The names that every class has from <see cref="object"/>.</summary>
    public static readonly IReadOnlyList<string> OfEveryObject =
        ["ToString", "Equals", "GetHashCode", "GetType", "MemberwiseClone", "Finalize", "ReferenceEquals"];

    private readonly NameScope _scope;
    private readonly HashSet<string?> _signatures = new(StringComparer.Ordinal);

    public MemberNames(ClientClass client)
    {
        _scope = new NameScope(
        [
            client.Type.Name,
            "Load", "Create", "Dispose",
            .. OfEveryObject, "EqualityContract", "PrintMembers", "Deconstruct",
            .. client.Members,
        ]);
        State = new StateNames(Take("CompiledContract"), Take("_engine"), Take("_isDisposed"));
    }

    /// <summary>The names of what the client keeps beside its signatures.</summary>
    public StateNames State { get; }

    /// <summary>The result type of a method.</summary>
    public static string Result(string method) => $"{method}Result";

    /// <summary>The field of a method that holds its prepared signature.</summary>
    public static string Field(string method) => $"_{char.ToLowerInvariant(method[0])}{method.Substring(1)}";

    /// <summary>Takes the name of a method with all that goes with it, with a number behind it where one of them is taken.</summary>
    /// <param name="method">The name that is wanted.</param>
    /// <param name="owner">The key of the signature.</param>
    /// <param name="holder">The key of the signature that has the name already; null where the class or the generated code itself has it.</param>
    public string Take(string method, string owner, out string? holder)
    {
        holder = null;
        string free = method;
        for (int number = 2; Names(free).Any(_scope.Has); number++)
        {
            free = NameScope.Numbered(method, number);
        }

        if (free != method)
        {
            holder = _signatures.Contains(_scope.OwnerOf(method)) ? _scope.OwnerOf(method) : null;
        }

        _signatures.Add(owner);
        foreach (string name in Names(free))
        {
            _scope.Take(name, owner, out _);
        }

        return free;
    }

    private string Take(string name) => _scope.Take(name, name, out _);

    private static string[] Names(string method) =>
        [method, $"{method}Async", Result(method), $"{method}Signature", Field(method)];
}
