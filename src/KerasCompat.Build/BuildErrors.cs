using KerasCompat.Build.Models;

namespace KerasCompat.Build;

/// <summary>What the build itself reports. Everything that has a place in the user's code is the generator's to report.</summary>
internal static class BuildErrors
{
    /// <summary>A model that the project names cannot be used.</summary>
    public const string ModelUnusable = "KC0901";

    /// <summary>Two models would lie at the same place at run time.</summary>
    public const string SameDeployPath = "KC0902";

    /// <summary>A contract cannot be written.</summary>
    public const string ContractNotWritten = "KC0903";

    /// <summary>A model cannot be translated in the build.</summary>
    public const string NotPrecompiled = "KC0904";

    /// <summary>The page that explains an error.</summary>
    public static string HelpLink(string code) => $"https://github.com/kerascompat/kerascompat/blob/main/docs/diagnostics/{code}.md";

    /// <summary>The message of <see cref="NotPrecompiled"/> where no engine of the project can do it.</summary>
    public static string NoPrecompilerMessage(ModelLocation model) =>
        $"The model '{model.Name}' says Precompile=\"true\", but no engine of this project translates models in the build. "
        + "Reference KerasCompat.OnnxRuntime, or take Precompile away.";

    /// <summary>The message of <see cref="SameDeployPath"/>.</summary>
    public static string SameDeployPathMessage(ModelLocation first, ModelLocation second) =>
        $"The models '{first.Name}' and '{second.Name}' would both be copied to '{first.DeployPath}'. "
        + $"Give one of them a name of its own: <KerasModel Include=\"{second.Name}\" Link=\"Models/NAME\" />";
}
