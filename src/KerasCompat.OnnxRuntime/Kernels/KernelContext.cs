using System.Runtime.CompilerServices;
using KerasCompat.Contracts;
using KerasCompat.Onnx.Graph;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.OnnxRuntime.State;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>
/// What a kernel works with: the inputs and attributes of its node, its outputs, the model's resources and the programs of the functions
/// that the node calls. Belongs to one step of one running program, so a kernel needs no locks of its own.
/// </summary>
internal sealed class KernelContext
{
    private readonly ProgramFrame _frame;
    private readonly KernelCall _call;
    private readonly HostTensor?[] _owned;
    private ByteChunks? _texts;

    internal KernelContext(ProgramFrame frame, KernelCall call)
    {
        _frame = frame;
        _call = call;
        _owned = new HostTensor?[call.Outputs.Length];
    }

    /// <summary>The node.</summary>
    public TfNode Node => _call.Node;

    /// <summary>The attributes of the node, with the op's own defaults.</summary>
    public NodeAttributes Attributes => _call.Node.Attributes;

    /// <summary>The number of inputs.</summary>
    public int InputCount => _call.Inputs.Length;

    /// <summary>The number of outputs.</summary>
    public int OutputCount => _call.Outputs.Length;

    /// <summary>The variables, tables and other resources of the loaded model.</summary>
    public ResourceStore Resources => _frame.Program.Resources;

    /// <summary>The programs of the functions that the node calls, in the order of its function attributes.</summary>
    public IReadOnlyList<ProgramRunner> Bodies => _call.Bodies;

    /// <summary>Stops a long computation; checked by the program between steps.</summary>
    public CancellationToken CancellationToken => _frame.CancellationToken;

    /// <summary>
    /// Whatever the kernel wants to keep for this step from one run to the next: a compiled pattern, a parsed attribute. Not shared
    /// between threads.
    /// </summary>
    public object? Cache { get; set; }

    /// <summary>Whether the memory of an output may be used again in the next run, because nobody reads it any more by then.</summary>
    public bool KeepsTensors => _frame.KeepsTensors;

    /// <summary>Memory for the texts of an output; that of the last run where the tensors of steps are kept.</summary>
    /// <param name="expected">How many bytes are expected in all.</param>
    public ByteChunks Texts(int expected)
    {
        _texts = _frame.KeepsTensors && _texts is not null ? _texts : new ByteChunks();
        _texts.Begin(expected);
        return _texts;
    }

    /// <summary>An input. Kernels read it and never write to it.</summary>
    /// <param name="index">Its position.</param>
    public HostTensor Input(int index) => _frame.Slots[_call.Inputs[index]]!;

    /// <summary>Whether anybody reads an output.</summary>
    /// <param name="index">Its position.</param>
    public bool IsWanted(int index) => _call.Outputs[index] >= 0;

    /// <summary>A tensor for an output, to be filled completely: it may hold what an earlier run left there.</summary>
    /// <param name="index">The position of the output.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The shape.</param>
    public HostTensor Allocate(int index, DType dtype, ReadOnlySpan<nint> shape)
    {
        if (_owned[index] is not { } tensor || tensor.DType != dtype || !tensor.Shape.SequenceEqual(shape))
        {
            tensor = HostTensor.Allocate(dtype, shape);
            if (_frame.KeepsTensors)
            {
                _owned[index] = tensor;
            }
        }

        SetOutput(index, tensor);
        return tensor;
    }

    /// <summary>Makes a tensor an output, without a copy.</summary>
    /// <param name="index">The position of the output.</param>
    /// <param name="tensor">The tensor.</param>
    public void SetOutput(int index, HostTensor tensor)
    {
        int slot = _call.Outputs[index];
        if (slot >= 0)
        {
            _frame.Slots[slot] = tensor;
        }
    }

    /// <summary>Runs one of the functions that the node calls.</summary>
    /// <param name="body">Its position in <see cref="Bodies"/>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its results, which later runs do not change.</returns>
    public HostTensor[] RunBody(int body, ReadOnlySpan<HostTensor> arguments) => Bodies[body].RunBody(arguments, CancellationToken);

    /// <summary>The integers of an input, such as a shape or axes.</summary>
    /// <param name="index">The position of the input.</param>
    public long[] Integers(int index)
    {
        HostTensor input = Input(index);
        if (input.DType == DType.Int64)
        {
            return input.Values<long>().ToArray();
        }

        var values = new long[input.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = IntegerAt(input, i);
        }

        return values;
    }

    /// <summary>The only integer of an input, such as an axis.</summary>
    /// <param name="index">The position of the input.</param>
    public long Integer(int index) => Input(index).Count == 1
        ? IntegerAt(Input(index), 0)
        : throw Refuse($"input {index} must be a scalar, got {Input(index)}");

    /// <summary>The only element of a boolean input.</summary>
    /// <param name="index">The position of the input.</param>
    public bool Flag(int index) => Input(index) is { DType: DType.Bool, Count: 1 } flag
        ? flag.Values<bool>()[0]
        : throw Refuse($"input {index} must be a scalar bool, got {Input(index)}");

    /// <summary>Requires a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="message">What is wrong when it is false.</param>
    /// <exception cref="KernelException">The condition is false.</exception>
    public static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw Refuse(message);
        }
    }

    /// <summary>Requires a condition. The message is written only when it is false, so that a check costs nothing where all is well.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="message">What is wrong when it is false.</param>
    /// <exception cref="KernelException">The condition is false.</exception>
    public static void Require(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] ref RefusalMessage message)
    {
        if (!condition)
        {
            throw Refuse(message.ToStringAndClear());
        }
    }

    /// <summary>The exception for values that the op cannot work on.</summary>
    /// <param name="message">What is wrong.</param>
    public static KernelException Refuse(string message) => new(message);

    /// <summary>An element of an integer tensor of any width.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="index">The position of the element.</param>
    public static long IntegerAt(HostTensor tensor, int index) => tensor.DType switch
    {
        DType.Int32 => tensor.Values<int>()[index],
        DType.Int64 => tensor.Values<long>()[index],
        DType.Int16 => tensor.Values<short>()[index],
        DType.UInt16 => tensor.Values<ushort>()[index],
        DType.UInt8 => tensor.Values<byte>()[index],
        DType.Int8 => tensor.Values<sbyte>()[index],
        DType.UInt32 => tensor.Values<uint>()[index],
        DType.UInt64 => (long)tensor.Values<ulong>()[index],
        _ => throw Refuse($"an integer is wanted, got {tensor}"),
    };
}
