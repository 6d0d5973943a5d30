namespace KerasCompat.Cli.Verification;

/// <summary>How an output compares with the recorded one.</summary>
/// <param name="Name">The output's key.</param>
/// <param name="MaxAbsolute">The largest absolute error of an element; infinite where a NaN, an infinity or a string differs; null where nothing could be compared.</param>
/// <param name="MaxRelative">The largest relative error of an element whose expected value is not zero; likewise.</param>
/// <param name="Problem">What differs; null where the output is close enough.</param>
internal sealed record OutputComparison(string Name, double? MaxAbsolute, double? MaxRelative, string? Problem);
