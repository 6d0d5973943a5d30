namespace KerasCompat.Onnx;

/// <summary>
/// The translator itself failed, in a way that it has no words for: a defect of this library, unless the model was damaged or changed by hand.
/// <see cref="Exception.InnerException"/> is what to report.
/// </summary>
/// <remarks>What a graph does wrong is a <see cref="ModelFormatException"/>, what it needs and nobody can run an <see cref="UnsupportedOpsException"/>.</remarks>
public sealed class TranslationFailedException : KerasCompatException
{
    /// <summary>An exception without details.</summary>
    public TranslationFailedException()
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">What failed.</param>
    public TranslationFailedException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="innerException">The exception that nobody expected.</param>
    public TranslationFailedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal TranslationFailedException(string place, UnsupportedOp? op, Exception cause)
        : base($"{place} cannot be translated{(op is null ? "" : $", at {op.Op} node '{op.Node}'")}: {UnforeseenFailure.Describe(cause)}.", cause) => Op = op;

    /// <summary>The op whose translation failed; null where it was not that of one op.</summary>
    public UnsupportedOp? Op { get; }
}
