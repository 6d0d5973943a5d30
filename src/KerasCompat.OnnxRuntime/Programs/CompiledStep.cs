namespace KerasCompat.OnnxRuntime.Programs;

/// <summary>A step of a program, ready to be run.</summary>
/// <param name="inputs">The slots it reads.</param>
/// <param name="outputs">The slots it writes; -1 for an output that nobody reads.</param>
internal abstract class CompiledStep(int[] inputs, int[] outputs)
{
    /// <summary>The slots it reads.</summary>
    public int[] Inputs { get; } = inputs;

    /// <summary>The slots it writes; -1 for an output that nobody reads.</summary>
    public int[] Outputs { get; } = outputs;

    /// <summary>What the step is, for messages.</summary>
    public abstract string Place { get; }
}
