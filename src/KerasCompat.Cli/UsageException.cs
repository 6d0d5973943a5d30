namespace KerasCompat.Cli;

/// <summary>The tool was asked for something that it cannot do: the message is shown as it is, without a stack trace.</summary>
/// <param name="subject">The file, argument or option that is meant.</param>
/// <param name="problem">What was wrong, as a clause without a full stop.</param>
/// <param name="remedy">What to do, as a sentence.</param>
/// <param name="cause">The exception behind it; null where there is none.</param>
internal sealed class UsageException(string subject, string problem, string remedy, Exception? cause = null)
    : Exception($"{subject}: {problem}. {remedy}", cause);
