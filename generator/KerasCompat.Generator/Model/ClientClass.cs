using KerasCompat.Contracts;
using KerasCompat.Generator.Diagnostics;

namespace KerasCompat.Generator.Model;

/// <summary>What the user wrote: the class, its attributes and the partial methods that it declares.</summary>
/// <param name="Type">The class.</param>
/// <param name="ModelPath">The path of the attribute.</param>
/// <param name="Tags">The tags asked for; null for the model's own.</param>
/// <param name="Signatures">The signatures asked for; null for all.</param>
/// <param name="Names">The names given to inputs and outputs.</param>
/// <param name="MethodNames">The names given to the methods of signatures.</param>
/// <param name="Members">The names of the members that the user declared, and of the class's own type parameters.</param>
/// <param name="Declared">The partial methods without a body.</param>
/// <param name="Problems">Why no client can be written, found in the class itself.</param>
/// <param name="Location">Where the attribute stands.</param>
/// <param name="PathLocation">Where the path stands in it.</param>
internal sealed record ClientClass(
    TypeSpec Type,
    string ModelPath,
    EquatableArray<string>? Tags,
    EquatableArray<string>? Signatures,
    EquatableArray<GivenName> Names,
    EquatableArray<GivenMethodName> MethodNames,
    EquatableArray<string> Members,
    EquatableArray<DeclaredMethod> Declared,
    EquatableArray<DiagnosticInfo> Problems,
    LocationInfo? Location,
    LocationInfo? PathLocation);
