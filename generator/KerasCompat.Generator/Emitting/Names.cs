namespace KerasCompat.Generator.Emitting;

/// <summary>The types that generated code mentions, written in full, so that no type of the user can stand in their way.</summary>
internal static class Names
{
    public const string ReadOnlyTensorSpan = "global::System.Numerics.Tensors.ReadOnlyTensorSpan";
    public const string TensorSpan = "global::System.Numerics.Tensors.TensorSpan";
    public const string Tensor = "global::System.Numerics.Tensors.Tensor";
    public const string SparseTensor = "global::KerasCompat.SparseTensor";
    public const string Bytes = "global::System.ReadOnlyMemory<byte>";
    public const string Task = "global::System.Threading.Tasks.Task";
    public const string CancellationToken = "global::System.Threading.CancellationToken";
    public const string Disposable = "global::System.IDisposable";
    public const string Engine = "global::KerasCompat.Engines.IModelEngine";
    public const string ClientSignature = "global::KerasCompat.Engines.ClientSignature";
    public const string ClientRunner = "global::KerasCompat.Engines.ClientRunner";
    public const string ClientContract = "global::KerasCompat.Engines.ClientContract";
    public const string ModelCall = "global::KerasCompat.Engines.ModelCall";
    public const string ModelCallTensors = "global::KerasCompat.Engines.ModelCallTensors";
    public const string ModelCallStrings = "global::KerasCompat.Engines.ModelCallStrings";
    public const string TensorText = "global::KerasCompat.Engines.TensorText";
    public const string ShapeCheck = "global::KerasCompat.Engines.ShapeCheck";
    public const string KerasShape = "global::KerasCompat.KerasShape";
    public const string DType = "global::KerasCompat.Contracts.DType";
    public const string TensorShape = "global::KerasCompat.Contracts.TensorShape";
    public const string OnnxEngine = "global::KerasCompat.OnnxRuntime.OnnxModelEngine";
    public const string OnnxOptions = "global::KerasCompat.OnnxRuntime.OnnxModelOptions";
    public const string GeneratedCode = "global::System.CodeDom.Compiler.GeneratedCode";
}
