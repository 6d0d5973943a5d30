namespace KerasCompat;

/// <summary>
/// The words for an exception that no code expected. What a model or a caller did wrong is found by a check that says so; whatever else is
/// thrown is a mistake of this library, and is told as one, so that nobody looks for it in a model that is right.
/// </summary>
internal static class UnforeseenFailure
{
    /// <summary>What happened, and that it is to be reported.</summary>
    /// <param name="cause">The exception.</param>
    public static string Describe(Exception cause) =>
        $"{cause.GetType().Name}: {cause.Message.TrimEnd('.')}. This is a defect of KerasCompat, unless the model was damaged or changed by hand; "
        + $"please report it at {ProjectLinks.Issues}, with this message and its inner exceptions";
}
