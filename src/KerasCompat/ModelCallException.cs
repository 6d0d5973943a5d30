namespace KerasCompat;

/// <summary>A call reached the engine and failed there: the model itself refused the values, or the engine reported an error.</summary>
public sealed class ModelCallException : KerasCompatException
{
    /// <summary>An exception without a message.</summary>
    public ModelCallException()
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">The model, the signature and what the engine said.</param>
    public ModelCallException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    /// <param name="message">The model, the signature and what the engine said.</param>
    /// <param name="innerException">The engine's own exception.</param>
    public ModelCallException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
