namespace KerasCompat.Engines;

/// <summary>
/// One signature of a loaded client. The engine prepares it at the first call, so that a signature that the engine cannot run does not
/// stand in the way of the others.
/// </summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="engine">The engine that has the model.</param>
/// <param name="signature">The signature as the client was compiled with it.</param>
public sealed class ClientRunner(IModelEngine engine, ClientSignature signature)
{
    private readonly Lock _preparing = new();
    private volatile SignatureRunner? _runner;

    /// <summary>The signature as the client was compiled with it.</summary>
    public ClientSignature Signature { get; } = signature;

    /// <summary>Takes a call from the engine's pool; dispose it to give it back.</summary>
    /// <exception cref="KerasCompatException">The engine cannot run the signature.</exception>
    public ModelCall Rent() => (_runner ?? Prepare()).Rent();

    private SignatureRunner Prepare()
    {
        lock (_preparing)
        {
            return _runner ??= Signature.Prepare(engine);
        }
    }
}
