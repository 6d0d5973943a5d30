namespace KerasCompat.Generator.Emitting;

/// <summary>The mark of generated code.</summary>
internal static class GeneratedCode
{
    /// <summary>The attribute, with the name and version of this generator.</summary>
    public static string Attribute { get; } =
        $"[{Names.GeneratedCode}(\"KerasCompat.Generator\", \"{typeof(GeneratedCode).Assembly.GetName().Version.ToString(3)}\")]";
}
