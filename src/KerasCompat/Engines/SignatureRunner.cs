using KerasCompat.Contracts;

namespace KerasCompat.Engines;

/// <summary>A signature that is ready to be called, with its inputs and outputs at the positions that the caller chose.</summary>
/// <remarks>Thread-safe: each thread rents a call of its own.</remarks>
public abstract class SignatureRunner
{
    /// <summary>The signature as the loaded model states it.</summary>
    public abstract SignatureContract Signature { get; }

    /// <summary>Takes a call from the pool; dispose it to give it back. Allocates nothing once the pool is warm.</summary>
    public abstract ModelCall Rent();
}
