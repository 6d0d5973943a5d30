namespace KerasCompat.Cli.Verification;

/// <summary>What became of a recorded call.</summary>
internal enum CaseStatus
{
    /// <summary>The model gave what TensorFlow gave.</summary>
    Pass,

    /// <summary>The model ran and gave something else.</summary>
    Fail,

    /// <summary>The engine lacks something that the signature needs.</summary>
    Unsupported,

    /// <summary>The model could not be loaded, or the call failed.</summary>
    Error,
}

/// <summary>The statuses as they are printed.</summary>
internal static class CaseStatuses
{
    /// <summary>The word in every format.</summary>
    public static string Word(this CaseStatus status) => status switch
    {
        CaseStatus.Pass => "pass",
        CaseStatus.Fail => "fail",
        CaseStatus.Unsupported => "unsupported",
        _ => "error",
    };

    /// <summary>The status of a word.</summary>
    public static CaseStatus Parse(string word) => word switch
    {
        "pass" => CaseStatus.Pass,
        "fail" => CaseStatus.Fail,
        "unsupported" => CaseStatus.Unsupported,
        _ => CaseStatus.Error,
    };
}
