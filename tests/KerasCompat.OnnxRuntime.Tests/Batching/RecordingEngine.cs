using System.Collections.Concurrent;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.OnnxRuntime.Tests.Batching;

/// <summary>Passes calls on and remembers how many rows each had.</summary>
/// <param name="engine">Runs the calls.</param>
/// <param name="running">Called before each run, on its thread.</param>
internal sealed class RecordingEngine(IModelEngine engine, Action? running = null) : IModelEngine
{
    private readonly ConcurrentQueue<int> _rows = new();
    private SignatureRunner? _runner;

    public IEnumerable<int> Rows => _rows;

    public ModelContract Contract => engine.Contract;

    public SignatureRunner Prepare(string signatureKey, IReadOnlyList<string> inputKeys, IReadOnlyList<string> outputKeys) =>
        _runner ??= new Runner(engine.Prepare(signatureKey, inputKeys, outputKeys), _rows, running);

    public void Dispose() => engine.Dispose();

    private sealed class Runner(SignatureRunner runner, ConcurrentQueue<int> rows, Action? running) : SignatureRunner
    {
        public override SignatureContract Signature => runner.Signature;

        public override ModelCall Rent() => new Call(runner.Rent(), rows, running);
    }

    private sealed class Call(ModelCall call, ConcurrentQueue<int> rows, Action? running) : ModelCall
    {
        private int _rows;

        public override Span<byte> WriteInput(int index, DType dtype, scoped ReadOnlySpan<nint> shape)
        {
            _rows = (int)shape[0];
            return call.WriteInput(index, dtype, shape);
        }

        public override Span<ReadOnlyMemory<byte>> WriteStringInput(int index, scoped ReadOnlySpan<nint> shape) => call.WriteStringInput(index, shape);

        public override void Run(CancellationToken cancellationToken = default)
        {
            rows.Enqueue(_rows);
            running?.Invoke();
            call.Run(cancellationToken);
        }

        public override ReadOnlySpan<nint> OutputShape(int index) => call.OutputShape(index);

        public override ReadOnlySpan<byte> ReadOutput(int index, DType dtype) => call.ReadOutput(index, dtype);

        public override ReadOnlySpan<ReadOnlyMemory<byte>> ReadStringOutput(int index) => call.ReadStringOutput(index);

        protected override void Return() => call.Dispose();
    }
}
