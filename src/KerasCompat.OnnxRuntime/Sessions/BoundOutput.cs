using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Native;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Sessions;

/// <summary>One output of a finished run: a view of the memory that ONNX Runtime wrote.</summary>
internal sealed unsafe class BoundOutput : IDisposable
{
    private readonly OrtValue _value;
    private readonly byte* _pointer;
    private readonly int _byteCount;
    private readonly nint[] _shape;
    private ReadOnlyMemory<byte>[]? _strings;
    private HostTensor? _view;

    /// <summary>A view of an output.</summary>
    /// <param name="value">The output, which this object owns from now on.</param>
    /// <param name="dtype">The element type.</param>
    public BoundOutput(OrtValue value, DType dtype)
    {
        _value = value;
        DType = dtype;
        _shape = Array.ConvertAll(value.Shape, dimension => (nint)dimension);
        Count = TensorElements.Count(_shape, dtype);
        _byteCount = checked(Count * dtype.Size());
        if (dtype != DType.String && Count > 0)
        {
            _pointer = (byte*)value.Data;
        }
    }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The shape.</summary>
    public ReadOnlySpan<nint> Shape => _shape;

    /// <summary>The number of elements.</summary>
    public int Count { get; }

    /// <summary>ONNX Runtime's tensor.</summary>
    public OrtValue Value => _value;

    /// <summary>The elements of a fixed-size tensor.</summary>
    public ReadOnlySpan<byte> Bytes => new(_pointer, _byteCount);

    /// <summary>The elements of a string tensor, copied out of native memory once per run.</summary>
    public ReadOnlyMemory<byte>[] Strings => _strings ??= CopyStrings();

    /// <summary>A tensor over the elements of a fixed-size output, valid as long as this object.</summary>
    public HostTensor View => _view ??= HostTensor.FromNative(DType, _shape, (nint)_pointer);

    /// <summary>Says that a new run has written other elements.</summary>
    public void Renew() => _strings = null;

    public void Dispose() => _value.Dispose();

    private ReadOnlyMemory<byte>[] CopyStrings()
    {
        var strings = new ReadOnlyMemory<byte>[Count];
        for (int i = 0; i < strings.Length; i++)
        {
            strings[i] = _value.GetString(i);
        }

        return strings;
    }
}
