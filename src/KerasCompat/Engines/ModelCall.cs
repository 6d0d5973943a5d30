using KerasCompat.Contracts;

namespace KerasCompat.Engines;

/// <summary>
/// One call of a signature: write every input into the engine's buffers, run, read the outputs from the engine's buffers, dispose.
/// Rented from <see cref="SignatureRunner.Rent"/>; used by one thread at a time; spans that it hands out are valid until it is disposed
/// or, for inputs, until <see cref="Run"/>.
/// </summary>
/// <remarks>The typed methods that copy from and to tensors are extensions in <see cref="ModelCallTensors"/>.</remarks>
public abstract class ModelCall : IDisposable
{
    /// <summary>The buffer of a fixed-size input, to be filled in row-major order.</summary>
    /// <param name="index">The position of the input.</param>
    /// <param name="dtype">The element type that the caller will write; must be the input's own.</param>
    /// <param name="shape">The shape of this call's tensor.</param>
    /// <returns>As many bytes as the tensor needs.</returns>
    public abstract Span<byte> WriteInput(int index, DType dtype, scoped ReadOnlySpan<nint> shape);

    /// <summary>The elements of a string input, to be filled in row-major order with their bytes.</summary>
    /// <param name="index">The position of the input.</param>
    /// <param name="shape">The shape of this call's tensor.</param>
    public abstract Span<ReadOnlyMemory<byte>> WriteStringInput(int index, scoped ReadOnlySpan<nint> shape);

    /// <summary>Runs the signature on the inputs written.</summary>
    /// <param name="cancellationToken">Stops the call where the engine can.</param>
    /// <exception cref="ModelCallException">The model failed; the message is the engine's.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public abstract void Run(CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs the signature on the inputs written, without holding the caller's thread. The call must not be used until the task has ended.
    /// </summary>
    /// <param name="cancellationToken">Stops the call where the engine can.</param>
    /// <exception cref="ModelCallException">The model failed; the message is the engine's.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public virtual ValueTask RunAsync(CancellationToken cancellationToken = default) =>
        new(Task.Run(() => Run(cancellationToken), cancellationToken));

    /// <summary>The shape of an output of the finished run.</summary>
    /// <param name="index">The position of the output.</param>
    public abstract ReadOnlySpan<nint> OutputShape(int index);

    /// <summary>The elements of a fixed-size output of the finished run, in row-major order.</summary>
    /// <param name="index">The position of the output.</param>
    /// <param name="dtype">The element type that the caller will read; must be the output's own.</param>
    public abstract ReadOnlySpan<byte> ReadOutput(int index, DType dtype);

    /// <summary>The elements of a string output of the finished run, in row-major order.</summary>
    /// <param name="index">The position of the output.</param>
    public abstract ReadOnlySpan<ReadOnlyMemory<byte>> ReadStringOutput(int index);

    /// <summary>Gives the call back to the pool.</summary>
    public void Dispose()
    {
        Return();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the call back to the pool. Called once per rent.</summary>
    protected abstract void Return();
}
