namespace KerasCompat.Generator.Diagnostics;

/// <summary>Where the page of a rule lies.</summary>
internal static class HelpLink
{
    /// <summary>The folder of the pages; a page is called like its rule, <c>KC0001.md</c>.</summary>
    public const string Base = "https://github.com/kerascompat/kerascompat/blob/main/docs/diagnostics/";
}
