using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Generator.Tests.Running;

/// <summary>An engine that keeps what a client gave it and answers with given outputs.</summary>
internal sealed class FakeEngine(ModelContract contract, params FakeTensor[] outputs) : IModelEngine
{
    public ModelContract Contract => contract;

    /// <summary>What was prepared: signature, inputs, outputs, in the client's order.</summary>
    public List<string> Prepared { get; } = [];

    /// <summary>The inputs of the last call.</summary>
    public List<FakeTensor> Inputs { get; } = [];

    /// <summary>An input that comes back as an output; null for none.</summary>
    public (string Input, string Output)? Echoes { get; init; }

    public int Runs { get; private set; }

    public bool IsDisposed { get; private set; }

    public SignatureRunner Prepare(string signatureKey, IReadOnlyList<string> inputKeys, IReadOnlyList<string> outputKeys)
    {
        Prepared.Add($"{signatureKey}({string.Join(", ", inputKeys)}) -> {string.Join(", ", outputKeys)}");
        return new Runner(this, signatureKey, inputKeys, outputKeys);
    }

    public void Dispose() => IsDisposed = true;

    private sealed class Runner(FakeEngine engine, string signature, IReadOnlyList<string> inputKeys, IReadOnlyList<string> outputKeys) : SignatureRunner
    {
        public override SignatureContract Signature => engine.Contract.FindSignature(signature)!;

        public override ModelCall Rent()
        {
            engine.Inputs.Clear();
            return new Call(engine, inputKeys, outputKeys);
        }
    }

    private sealed class Call(FakeEngine engine, IReadOnlyList<string> inputKeys, IReadOnlyList<string> outputKeys) : ModelCall
    {
        private readonly List<FakeTensor> _outputs = [];

        public override Span<byte> WriteInput(int index, DType dtype, scoped ReadOnlySpan<nint> shape)
        {
            var tensor = new FakeTensor(inputKeys[index], dtype, shape.ToArray());
            engine.Inputs.Add(tensor);
            return tensor.Bytes;
        }

        public override Span<ReadOnlyMemory<byte>> WriteStringInput(int index, scoped ReadOnlySpan<nint> shape)
        {
            var tensor = new FakeTensor(inputKeys[index], DType.String, shape.ToArray());
            engine.Inputs.Add(tensor);
            return tensor.Strings;
        }

        public override void Run(CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            engine.Runs++;
            _outputs.AddRange(outputKeys.Select(key => engine.Output(key)));
        }

        public override ReadOnlySpan<nint> OutputShape(int index) => _outputs[index].Shape;

        public override ReadOnlySpan<byte> ReadOutput(int index, DType dtype)
        {
            Assert.Equal(_outputs[index].DType, dtype);
            return _outputs[index].Bytes;
        }

        public override ReadOnlySpan<ReadOnlyMemory<byte>> ReadStringOutput(int index) => _outputs[index].Strings;

        protected override void Return()
        {
        }
    }

    private FakeTensor Output(string key) => Echoes is { } echo && echo.Output == key
        ? Inputs.Single(input => input.Key == echo.Input) with { Key = key }
        : outputs.Single(output => output.Key == key);
}
