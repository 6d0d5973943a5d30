using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Emitting;

/// <summary>A value of the ONNX graph that is being written, with everything known of it.</summary>
internal sealed class OnnxValue
{
    private readonly Dim[]? _elements;

    public OnnxValue(string name, DType dtype, Dim[]? shape)
    {
        Name = name;
        DType = dtype;
        Shape = shape;
    }

    public string Name { get; set; }

    public DType DType { get; }

    /// <summary>The shape; null when the rank is unknown.</summary>
    public Dim[]? Shape { get; set; }

    public int? Rank => Shape?.Length;

    /// <summary>The value itself, where it is known while translating; weights of the checkpoint are not read for that.</summary>
    public ConstantTensor? Constant { get; set; }

    /// <summary>The elements of a small integer tensor of rank 0 or 1 as far as they are known.</summary>
    public Dim[]? Elements
    {
        get => _elements ?? ConstantElements();
        init => _elements = value;
    }

    /// <summary>The node that makes it; null for inputs and initializers.</summary>
    public OnnxNode? Producer { get; set; }

    /// <summary>Where a weight lies in the checkpoint; null for everything else.</summary>
    public Weight? Weight { get; set; }

    /// <summary>Whether it is a sequence of tensors of <see cref="DType"/> instead of a tensor.</summary>
    public bool IsSequence { get; init; }

    public bool IsInitializer => Constant is not null || Weight is not null;

    public bool IsFullyShaped => Shape is { } shape && Array.TrueForAll(shape, d => d.IsKnown);

    /// <summary>Makes it an initializer with this value, whatever it was.</summary>
    public void Become(ConstantTensor value)
    {
        Constant = value;
        Weight = null;
        Producer = null;
    }

    public override string ToString() =>
        $"{Name}: {DType.Name()}{(Shape is null ? "[...]" : "[" + string.Join(",", Shape) + "]")}";

    private Dim[]? ConstantElements()
    {
        if (Constant is null || Constant.Shape.Count > 1 || Constant.ElementCount > 256)
        {
            return null;
        }

        return Constant.DType switch
        {
            DType.Int32 => Array.ConvertAll(Constant.AsSpan<int>().ToArray(), v => (Dim)v),
            DType.Int64 => Array.ConvertAll(Constant.AsSpan<long>().ToArray(), v => (Dim)v),
            _ => null,
        };
    }
}
