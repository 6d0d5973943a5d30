using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Tests.Verification;

/// <summary>An engine whose one signature is a C# function of one float tensor.</summary>
internal sealed class FakeEngine(Func<float[], float[]> function) : IModelEngine
{
    public ModelContract Contract { get; } = new(
        new(["serve"]),
        new Producer(null, null),
        null,
        new([new SignatureContract("serving_default", "", new([Tensor("x")]), new([Tensor("y")]))]));

    public bool IsDisposed { get; private set; }

    public SignatureRunner Prepare(string signatureKey, IReadOnlyList<string> inputKeys, IReadOnlyList<string> outputKeys) =>
        new Runner(Contract.Signatures[0], function);

    public void Dispose() => IsDisposed = true;

    private static TensorContract Tensor(string key) =>
        new(key, null, DType.Float32, new TensorShape(TensorShape.UnknownDimension), TensorEncoding.Dense, new([key + ":0"]), null);

    private sealed class Runner(SignatureContract signature, Func<float[], float[]> function) : SignatureRunner
    {
        public override SignatureContract Signature => signature;

        public override ModelCall Rent() => new Call(function);
    }

    private sealed class Call(Func<float[], float[]> function) : ModelCall
    {
        private byte[] _input = [];
        private float[] _output = [];

        public override Span<byte> WriteInput(int index, DType dtype, scoped ReadOnlySpan<nint> shape) => _input = new byte[shape[0] * sizeof(float)];

        public override Span<ReadOnlyMemory<byte>> WriteStringInput(int index, scoped ReadOnlySpan<nint> shape) => throw new InvalidOperationException();

        public override void Run(CancellationToken cancellationToken = default)
        {
            var values = new float[_input.Length / sizeof(float)];
            Buffer.BlockCopy(_input, 0, values, 0, _input.Length);
            _output = function(values);
        }

        public override ReadOnlySpan<nint> OutputShape(int index) => new nint[] { _output.Length };

        public override ReadOnlySpan<byte> ReadOutput(int index, DType dtype) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(_output.AsSpan());

        public override ReadOnlySpan<ReadOnlyMemory<byte>> ReadStringOutput(int index) => throw new InvalidOperationException();

        protected override void Return()
        {
        }
    }
}
