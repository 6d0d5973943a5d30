namespace KerasCompat;

/// <summary>
/// The shape that the model states for a parameter of a generated client, so that the analyzer can compare it with what a caller gives,
/// also where client and caller are in different assemblies.
/// </summary>
/// <param name="dimensions">The sizes; -1 where one is unknown.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class KerasShapeAttribute(params long[] dimensions) : Attribute
{
    /// <summary>The sizes; -1 where one is unknown.</summary>
    public IReadOnlyList<long> Dimensions { get; } = dimensions;
}
