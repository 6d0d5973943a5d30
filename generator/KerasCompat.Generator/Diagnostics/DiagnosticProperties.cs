namespace KerasCompat.Generator.Diagnostics;

/// <summary>What diagnostics tell their code fixes, by name.</summary>
internal static class DiagnosticProperties
{
    /// <summary>The text that belongs at the place of the diagnostic.</summary>
    public const string Replacement = "Replacement";

    /// <summary>The key that is concerned.</summary>
    public const string Key = "Key";

    /// <summary>The declaration of the method as the model has it.</summary>
    public const string Declaration = "Declaration";

    /// <summary>The file of the committed contract.</summary>
    public const string Committed = "Committed";

    /// <summary>The file of the contract that the build read from the model.</summary>
    public const string Actual = "Actual";
}
