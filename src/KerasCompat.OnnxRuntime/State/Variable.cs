using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.State;

/// <summary>A variable of a loaded model.</summary>
/// <param name="name">Its name.</param>
/// <param name="initialValue">Its value in the checkpoint; null where there is none and an assignment must come first.</param>
internal sealed class Variable(string name, HostTensor? initialValue)
{
    private readonly Lock _changing = new();
    private volatile HostTensor? _value = initialValue;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it has a value.</summary>
    public bool IsInitialized => _value is not null;

    /// <summary>Its value: a snapshot that later assignments do not change.</summary>
    /// <exception cref="KernelException">It has none yet.</exception>
    public HostTensor Value => _value ?? throw KernelContext.Refuse($"variable '{Name}' has no value yet: the checkpoint holds none, and nothing assigned one");

    /// <summary>Gives it a value.</summary>
    /// <param name="value">The value, which is copied.</param>
    public void Assign(HostTensor value) => _value = value.Clone();

    /// <summary>Changes the value, with no other change in between.</summary>
    /// <typeparam name="TState">The type of what the change needs.</typeparam>
    /// <param name="state">What the change needs.</param>
    /// <param name="change">From the old value to a new tensor; must not write to the old one.</param>
    /// <returns>The new value.</returns>
    public HostTensor Update<TState>(TState state, Func<HostTensor, TState, HostTensor> change)
    {
        lock (_changing)
        {
            HostTensor value = change(Value, state);
            _value = value;
            return value;
        }
    }
}
