using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Loading;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.OnnxRuntime.Tests.HandMade;

/// <summary>A model without files: its programs are given, its contract is what they say.</summary>
internal sealed class HandMadeModel : IModelPrograms
{
    private readonly Dictionary<string, SignatureProgram> _programs;
    private readonly Dictionary<string, ConstantTensor> _variables = [];

    public HandMadeModel(params SignatureProgram[] programs)
    {
        _programs = programs.ToDictionary(program => program.Name);
        Contract = new ModelContract(
            new(["serve"]), new Producer(null, null), null,
            new(programs.Select(program => new SignatureContract(
                program.Name, "", new(program.Inputs.Select(Describe)), new(program.Outputs.Select(Describe))))));
    }

    public string Path { get; init; } = "hand_made";

    public ModelContract Contract { get; set; }

    public SignatureProgram? Initialization { get; init; }

    public bool IsDisposed { get; private set; }

    public HandMadeModel WithVariable(string name, ConstantTensor value)
    {
        _variables.Add(name, value);
        return this;
    }

    public HandMadeModel WithDefault(string inputKey, TensorLiteral value)
    {
        Contract = Contract with
        {
            Signatures = new(Contract.Signatures.Select(signature => signature with
            {
                Inputs = new(signature.Inputs.Select(input => input.Key == inputKey ? input with { Default = value } : input)),
            })),
        };
        return this;
    }

    public SignatureProgram Translate(string signatureKey) => _programs[signatureKey];

    public void VerifyWeights()
    {
    }

    public void Keep()
    {
    }

    public ConstantTensor? CheckpointValue(TfNode handle) => _variables.GetValueOrDefault(handle.Name);

    public OnnxModelEngine Load(OnnxModelOptions? options = null) => new(this, options ?? OnnxModelOptions.Default);

    public void Dispose() => IsDisposed = true;

    private static TensorContract Describe(ProgramTensor tensor) =>
        new(tensor.Key, null, tensor.DType, tensor.Shape, TensorEncoding.Dense, new([tensor.Key + ":0"]), null);
}
