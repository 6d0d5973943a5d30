using System.Text.Json;
using Google.Protobuf;
using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Program;
using KerasCompat.SavedModel;
using KerasCompat.SavedModel.Checkpoints;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Onnx.Tests;

/// <summary>A test model with the calls that TensorFlow's own code recorded.</summary>
internal sealed class RecordedModel : IDisposable
{
    private readonly Checkpoint? _checkpoint;
    private readonly ModelContract _contract;
    private readonly JsonDocument _cases;
    private readonly string _folder;
    private MetaGraphDef? _metaGraph;

    public RecordedModel(string name)
    {
        string folder = _folder = TestModels.PathOf(name);
        _contract = ContractFactory.Create(SavedModelReader.Read(folder));
        _checkpoint = Checkpoint.Open(folder);
        _cases = JsonDocument.Parse(File.ReadAllText(folder + ".cases.json"));
        Translation = new ModelTranslation(SavedModelGraph.Load(folder), _checkpoint, [.. _contract.Signatures], NoKernels.Instance);
    }

    public ModelTranslation Translation { get; }

    /// <summary>Every model with recorded calls that is small enough to be translated in a moment, as <c>keras2/label_image</c>.</summary>
    public static IEnumerable<string> All => Directory.EnumerateFiles(TestModels.Root, "*.cases.json", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(TestModels.Root, file)[..^".cases.json".Length].Replace('\\', '/'))
        .Where(model => !model.StartsWith("perf/", StringComparison.Ordinal) && Directory.Exists(TestModels.PathOf(model)))
        .Order(StringComparer.Ordinal);

    /// <summary>Translates every signature; what ONNX alone cannot do is passed over.</summary>
    public void TranslateAll()
    {
        foreach (SignatureContract signature in _contract.Signatures)
        {
            try
            {
                Translation.Translate(signature);
            }
            catch (UnsupportedOpsException)
            {
                // It needs kernels; its other ops were translated.
            }
        }
    }

    public SignatureProgram Translate(string signature = "serving_default") => Translation.Translate(_contract.FindSignature(signature)!);

    /// <summary>What is thrown when all signatures are translated after the graph was damaged; null when nothing is.</summary>
    public Exception? TranslateDamaged(GraphMutation mutation)
    {
        try
        {
            _metaGraph ??= SavedModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(_folder, "saved_model.pb"))).MetaGraphs[0];
            var damaged = SavedModelGraph.FromMetaGraph(mutation.Apply(_metaGraph).ToByteArray(), _folder);
            var translation = new ModelTranslation(damaged, _checkpoint, [.. _contract.Signatures], NoKernels.Instance);
            foreach (SignatureContract signature in _contract.Signatures)
            {
                try
                {
                    translation.Translate(signature);
                }
                catch (Exception e) when (e is UnsupportedOpsException or ModelFormatException or TranslationFailedException)
                {
                    // Refused with a reason, as it should be; the other signatures may still be wrong.
                }
            }

            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    /// <summary>What differs from the recorded outputs; nothing when all calls give them within the recorded tolerance.</summary>
    public IReadOnlyList<string> Differences(SignatureProgram program)
    {
        var differences = new List<string>();
        foreach (JsonElement call in _cases.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (call.GetProperty("signature").GetString() != program.Name)
            {
                continue;
            }

            var inputs = call.GetProperty("inputs").EnumerateArray().ToDictionary(i => i.GetProperty("name").GetString()!, Tensor);
            IReadOnlyList<ConstantTensor> results = OnnxPrograms.Run(program, inputs);
            foreach (JsonElement output in call.GetProperty("outputs").EnumerateArray())
            {
                string key = output.GetProperty("name").GetString()!;
                int position = program.Outputs.ToList().FindIndex(o => o.Key == key);
                if (Difference(Tensor(output), results[position]) is { } difference)
                {
                    differences.Add($"{call.GetProperty("name").GetString()}/{key}: {difference}");
                }
            }
        }

        return differences;
    }

    public void Dispose()
    {
        _checkpoint?.Dispose();
        _cases.Dispose();
    }

    private string? Difference(ConstantTensor expected, ConstantTensor actual)
    {
        if (expected.DType != actual.DType || !expected.Shape.SequenceEqual(actual.Shape))
        {
            return $"{actual} instead of {expected}";
        }

        double relative = _cases.RootElement.GetProperty("rtol").GetDouble(), absolute = _cases.RootElement.GetProperty("atol").GetDouble();
        double[] want = Constants.ToFloats(expected), have = Constants.ToFloats(actual);
        int worst = -1;
        for (int i = 0; i < want.Length; i++)
        {
            worst = Math.Abs(want[i] - have[i]) <= absolute + (relative * Math.Abs(want[i])) ? worst : i;
        }

        return worst < 0 ? null : $"element {worst} is {have[worst]} instead of {want[worst]}";
    }

    private static ConstantTensor Tensor(JsonElement element)
    {
        long[] shape = [.. element.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64())];
        double[] values = [.. element.GetProperty("data").EnumerateArray().Select(v => v.ValueKind is JsonValueKind.Number ? v.GetDouble() : v.ValueKind is JsonValueKind.True ? 1 : 0)];
        DType dtype = element.GetProperty("datatype").GetString() switch
        {
            "FP32" => DType.Float32,
            "FP64" => DType.Float64,
            "INT32" => DType.Int32,
            "INT64" => DType.Int64,
            _ => DType.Bool,
        };
        return dtype.IsFloat() ? Constants.FromFloats(dtype, values, shape) : Constants.FromIntegers(dtype, Array.ConvertAll(values, v => (long)v), shape);
    }
}
