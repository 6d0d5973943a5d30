using System.Runtime.InteropServices;
using KerasCompat.Cli.Tensors;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Onnx.Emitting;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace KerasCompat.Cli.Benchmarking;

/// <summary>
/// Calls an ONNX file as fast as ONNX Runtime's own interface allows: everything bound once to memory that does not move, inputs copied
/// there without a call of ONNX Runtime, outputs written where they were bound.
/// </summary>
internal sealed class OnnxFileTarget : IBenchTarget
{
    private readonly string _path;
    private readonly InferenceSession _session;
    private readonly IReadOnlyList<NamedTensor> _inputs;
    private readonly string[] _names;
    private readonly List<IDisposable> _owned = [];

    private OnnxFileTarget(string path, InferenceSession session, IReadOnlyList<NamedTensor> inputs, string[] names)
    {
        _path = path;
        _session = session;
        _inputs = inputs;
        _names = names;
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inputs">The inputs of the signature that it is compared with.</param>
    /// <param name="intraOpThreads">How many threads work on one op; 0 for all.</param>
    /// <exception cref="UsageException">The file is no ONNX model, or takes other inputs.</exception>
    public static OnnxFileTarget Open(string path, IReadOnlyList<NamedTensor> inputs, int intraOpThreads)
    {
        if (!File.Exists(path))
        {
            throw new UsageException(path, "does not exist", "Give an .onnx file.");
        }

        using var options = new SessionOptions { IntraOpNumThreads = intraOpThreads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        InferenceSession session;
        try
        {
            session = new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new UsageException(path, "ONNX Runtime cannot load it", Show.OneLine(error.Message), error);
        }

        try
        {
            return new OnnxFileTarget(path, session, inputs, Match(path, session, inputs));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Action Prepare()
    {
        OrtIoBinding binding = _session.CreateIoBinding();
        _owned.Add(binding);
        var texts = new List<Action>();
        var copies = new List<(ReadOnlyMemory<byte> From, byte[] To)>();
        for (int i = 0; i < _inputs.Count; i++)
        {
            ModelTensor input = _inputs[i].Value;
            OrtValue value = input.DType == DType.String ? BindTexts(input, texts) : BindNumbers(input, copies);
            _owned.Add(value);
            binding.BindInput(_names[i], value);
        }

        var run = new RunOptions();
        _owned.Add(run);
        foreach (string output in _session.OutputNames)
        {
            binding.BindOutputToDevice(output, OrtMemoryInfo.DefaultInstance);
        }

        void Call()
        {
            foreach (Action write in texts)
            {
                write();
            }

            foreach ((ReadOnlyMemory<byte> from, byte[] to) in copies)
            {
                from.Span.CopyTo(to);
            }

            _session.RunWithBinding(run, binding);
        }

        try
        {
            Call();
        }
        catch (OnnxRuntimeException error)
        {
            throw new UsageException(_path, "ONNX Runtime cannot run it on the signature's inputs", Show.OneLine(error.Message), error);
        }

        BindOutputs(binding);
        return Call;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable owned in Enumerable.Reverse(_owned))
        {
            owned.Dispose();
        }

        _session.Dispose();
    }

    /// <summary>Outputs of the sizes that the first run gave, in buffers that every run writes to again.</summary>
    private void BindOutputs(OrtIoBinding binding)
    {
        IDisposableReadOnlyCollection<OrtValue> first = binding.GetOutputValues();
        _owned.Add(first);
        binding.ClearBoundOutputs();
        for (int i = 0; i < first.Count; i++)
        {
            OrtTensorTypeAndShapeInfo shape = first[i].GetTensorTypeAndShape();
            if (shape.ElementDataType == TensorElementType.String)
            {
                binding.BindOutputToDevice(_session.OutputNames[i], OrtMemoryInfo.DefaultInstance);
                continue;
            }

            OrtValue value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, shape.ElementDataType, shape.Shape);
            _owned.Add(value);
            binding.BindOutput(_session.OutputNames[i], value);
        }
    }

    private static OrtValue BindTexts(ModelTensor input, List<Action> texts)
    {
        OrtValue strings = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, Shape(input));
        texts.Add(() =>
        {
            for (int i = 0; i < input.Strings.Length; i++)
            {
                strings.StringTensorSetElementAt(input.Strings[i].Span, i);
            }
        });
        return strings;
    }

    private static OrtValue BindNumbers(ModelTensor input, List<(ReadOnlyMemory<byte> From, byte[] To)> copies)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(input.Bytes.Length, pinned: true);
        copies.Add((input.Bytes, bytes));
        return OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, ElementType(input.DType), Shape(input), Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0), bytes.Length);
    }

    private static long[] Shape(ModelTensor input) => [.. input.Shape.ToArray().Select(dimension => (long)dimension)];

    /// <summary>The file's name of each input: the same, the same but for a suffix such as <c>:0</c>, or the one of its type at its place.</summary>
    private static string[] Match(string path, InferenceSession session, IReadOnlyList<NamedTensor> inputs)
    {
        string[] names = [.. session.InputNames];
        if (names.Length != inputs.Count)
        {
            throw new UsageException(path, $"takes {names.Length} inputs ({string.Join(", ", names)}), the signature {inputs.Count}", "Compare with a file of the same signature.");
        }

        string?[] matched = [.. inputs.Select(i => Array.Find(names, n => n == i.Name) ?? Array.Find(names, n => n.Split(':')[0] == i.Name))];
        return matched.Contains(null) ? names : [.. matched.OfType<string>()];
    }

    private static TensorElementType ElementType(DType dtype) => dtype != DType.String && dtype.CrossesOnnxRuntime()
        ? (TensorElementType)(int)dtype.ToOnnx()
        : throw new UsageException("--compare", $"inputs of {dtype.Name()} cannot be given to an ONNX file", "Measure without --compare.");
}
