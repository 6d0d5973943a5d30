namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>
/// An op refuses its values, as TensorFlow does with <c>InvalidArgument</c>. Never reaches a caller: the program turns it into a
/// <see cref="ModelCallException"/> that names model, signature and node.
/// </summary>
/// <param name="message">What was wrong, in TensorFlow's words where it has some.</param>
internal sealed class KernelException(string message) : Exception(message);
