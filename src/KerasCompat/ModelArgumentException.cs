namespace KerasCompat;

/// <summary>
/// A call was refused before the model saw it: a tensor has another element type or shape than the signature wants, or the inputs of the
/// call do not fit each other.
/// </summary>
public sealed class ModelArgumentException : KerasCompatException
{
    /// <summary>An exception without a message.</summary>
    public ModelArgumentException()
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">Model, signature, parameter, what was expected and what was given.</param>
    public ModelArgumentException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    /// <param name="message">Model, signature, parameter, what was expected and what was given.</param>
    /// <param name="innerException">The cause.</param>
    public ModelArgumentException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception that names the parameter.</summary>
    /// <param name="message">Model, signature, parameter, what was expected and what was given.</param>
    /// <param name="paramName">The parameter of the method that was called, or the key of the input or output.</param>
    public ModelArgumentException(string message, string? paramName)
        : base(message) => ParamName = paramName;

    /// <summary>The parameter of the method that was called, or the key of the input or output; null where no single one is meant.</summary>
    public string? ParamName { get; }
}
