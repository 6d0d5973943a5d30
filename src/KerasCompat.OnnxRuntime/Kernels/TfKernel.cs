namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Runs one TensorFlow op: reads the inputs of the context, sets its outputs.</summary>
/// <param name="context">The inputs, attributes and outputs.</param>
/// <exception cref="KernelException">The values are not what the op can work on.</exception>
internal delegate void TfKernel(KernelContext context);
