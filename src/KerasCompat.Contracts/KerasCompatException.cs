namespace KerasCompat;

/// <summary>The base of every exception that KerasCompat itself raises.</summary>
public class KerasCompatException : Exception
{
    /// <summary>An exception without a message.</summary>
    public KerasCompatException()
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">What happened and what to do.</param>
    public KerasCompatException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public KerasCompatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
