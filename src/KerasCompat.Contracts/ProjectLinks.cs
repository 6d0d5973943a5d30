namespace KerasCompat;

/// <summary>Where this project lives, for messages that send a reader there.</summary>
internal static class ProjectLinks
{
    /// <summary>The repository.</summary>
    public const string Repository = "https://github.com/kerascompat/kerascompat";

    /// <summary>Where a defect is reported.</summary>
    public const string Issues = Repository + "/issues";

    /// <summary>The folder of the pages that explain the diagnostics.</summary>
    public const string Diagnostics = Repository + "/blob/main/docs/diagnostics/";
}
