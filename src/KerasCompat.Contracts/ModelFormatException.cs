namespace KerasCompat;

/// <summary>
/// A model, checkpoint or contract on disk cannot be used: it is missing, of another kind, damaged, or says something impossible.
/// The one exception type for bad input, whatever was wrong inside.
/// </summary>
public sealed class ModelFormatException : KerasCompatException
{
    /// <summary>An exception without details.</summary>
    public ModelFormatException()
    {
        Path = Problem = Remedy = "";
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">What was wrong and what to do.</param>
    public ModelFormatException(string message)
        : base(message)
    {
        Problem = message;
        Path = Remedy = "";
    }

    /// <summary>An exception with a message and a cause.</summary>
    /// <param name="message">What was wrong and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public ModelFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
        Problem = message;
        Path = Remedy = "";
    }

    /// <summary>An exception that names the file, the place, what was wrong there and what to do.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="place">Where in it (a byte offset, a field, a node); null where the whole file is meant.</param>
    /// <param name="problem">What was wrong, as a clause without a full stop.</param>
    /// <param name="remedy">What to do, as a sentence.</param>
    /// <param name="innerException">The cause; null where there is none.</param>
    public ModelFormatException(string path, string? place, string problem, string remedy, Exception? innerException = null)
        : base($"{path}{(place is null ? "" : $" ({place})")}: {problem}. {remedy}", innerException)
    {
        Path = path;
        Place = place;
        Problem = problem;
        Remedy = remedy;
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>Where in it; null where the whole file is meant.</summary>
    public string? Place { get; }

    /// <summary>What was wrong.</summary>
    public string Problem { get; }

    /// <summary>What to do.</summary>
    public string Remedy { get; }
}
