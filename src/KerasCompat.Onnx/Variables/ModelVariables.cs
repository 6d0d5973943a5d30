using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Graph;
using KerasCompat.SavedModel.Checkpoints;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Variables;

/// <summary>The first values of a model's variables, and which of them calls may change.</summary>
internal sealed class ModelVariables
{
    /// <summary>Smaller values are written into the ONNX model itself, where constant folding and fusions see them.</summary>
    private const int SmallestExternal = 1024;

    private readonly Checkpoint? _checkpoint;
    private readonly RestorePlan _plan;
    private readonly HashSet<string> _mutable;
    private readonly string _path;
    private readonly Dictionary<string, VariableValue?> _values = new(StringComparer.Ordinal);

    public ModelVariables(Checkpoint? checkpoint, RestorePlan plan, IEnumerable<string> mutable, string path)
    {
        _checkpoint = checkpoint;
        _plan = plan;
        _mutable = new HashSet<string>(mutable, StringComparer.Ordinal);
        _path = path;
    }

    /// <summary>Whether a signature assigns the variable, so that it has to live outside of the ONNX graph.</summary>
    public bool IsMutable(TfNode variable) => _mutable.Contains(variable.Name);

    /// <summary>The first value of a variable; null when the checkpoint does not hold it.</summary>
    public VariableValue? Find(TfNode variable)
    {
        lock (_values)
        {
            if (!_values.TryGetValue(variable.Name, out VariableValue? value))
            {
                value = _plan.Find(variable) is { } source ? Load(source, variable) : null;
                _values[variable.Name] = value;
            }

            return value;
        }
    }

    /// <summary>The folder of the checkpoint's shards; null where the model has no checkpoint.</summary>
    public string? Folder => _checkpoint?.Folder;

    /// <summary>The first value of a variable, read into memory.</summary>
    public ConstantTensor? Value(TfNode variable) => Find(variable) switch
    {
        { Weight: { } weight } => Read(weight),
        { Constant: { } constant } => constant,
        _ => null,
    };

    /// <summary>A tensor of the checkpoint, read into memory.</summary>
    public ConstantTensor? ReadSource(VariableSource source) =>
        _checkpoint?.TryGet(source.Key) is { } tensor ? SliceSpec.Cut(tensor.ToConstant(), source.Slice) : null;

    /// <summary>A weight's bytes, read into memory.</summary>
    public ConstantTensor Read(Weight weight) =>
        new(weight.DType, weight.Shape, _checkpoint!.ReadBytes(weight.File, weight.Offset, checked((int)weight.Length)));

    /// <summary>A weight's bytes where they lie, until the checkpoint is closed.</summary>
    public ConstantTensor Map(Weight weight) =>
        new(weight.DType, weight.Shape, _checkpoint!.MapBytes(weight.File, weight.Offset, checked((int)weight.Length)));

    private VariableValue? Load(VariableSource source, TfNode variable)
    {
        if (_checkpoint is null)
        {
            throw new ModelFormatException(_path, $"variable '{source.Key}'", "the model has variables but no folder 'variables' with their values", "Copy the whole folder that was saved, with its sub-folder 'variables'.");
        }

        if (_checkpoint.TryGet(source.Key) is not { } tensor)
        {
            throw new ModelFormatException(_path, $"variable '{source.Key}'", "the checkpoint in 'variables' does not hold it", "Copy saved_model.pb and 'variables' from the same save.");
        }

        bool mapped = source.Slice.Length == 0 && tensor is { ShardFile: not null, DType: not DType.String } && tensor.Length >= SmallestExternal
            && tensor.Offset % Math.Max(1, tensor.DType.Size()) == 0;
        if (mapped)
        {
            // TensorFlow compares every weight with its checksum when it restores it; ONNX Runtime, which reads the file, would not.
            tensor.Verify();
        }

        return mapped
            ? new VariableValue(new Weight(tensor.ShardFile!, tensor.Offset, tensor.Length, tensor.DType, tensor.Shape), null)
            : new VariableValue(null, SliceSpec.Cut(tensor.ToConstant(), source.Slice));
    }
}

/// <summary>A variable's value: where it lies, or itself.</summary>
internal sealed record VariableValue(Weight? Weight, ConstantTensor? Constant);
