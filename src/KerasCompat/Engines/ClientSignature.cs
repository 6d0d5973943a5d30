namespace KerasCompat.Engines;

/// <summary>What a generated client knows of one signature since it was compiled: the map from parameters to keys, and their shapes.</summary>
/// <param name="model">The model, as messages name it.</param>
/// <param name="key">The key of the signature.</param>
/// <param name="inputs">The inputs, in the order of their positions in a call.</param>
/// <param name="outputs">The outputs, in the order of their positions in a call.</param>
public sealed class ClientSignature(string model, string key, ClientTensor[] inputs, ClientTensor[] outputs)
{
    private readonly ClientTensor[] _inputs = inputs;
    private readonly ClientTensor[] _outputs = outputs;

    /// <summary>The model, as messages name it.</summary>
    public string Model { get; } = model;

    /// <summary>The key of the signature.</summary>
    public string Key { get; } = key;

    /// <summary>The inputs, in the order of their positions in a call.</summary>
    public ReadOnlySpan<ClientTensor> Inputs => _inputs;

    /// <summary>The outputs, in the order of their positions in a call.</summary>
    public ReadOnlySpan<ClientTensor> Outputs => _outputs;

    /// <summary>Makes the signature ready to be called on an engine.</summary>
    /// <param name="engine">The engine.</param>
    /// <exception cref="KerasCompatException">The engine cannot run it.</exception>
    internal SignatureRunner Prepare(IModelEngine engine) =>
        engine.Prepare(Key, Array.ConvertAll(_inputs, input => input.Key), Array.ConvertAll(_outputs, output => output.Key));
}
