using KerasCompat.Engines;

namespace KerasCompat.OnnxRuntime.Tests.Models;

public sealed class ProgramCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kerascompat").FullName;

    [Fact]
    public void A_signature_is_kept_and_gives_the_same_answer_the_next_time()
    {
        float first = Score();
        string[] kept = Kept();

        float second = Score();

        Assert.Equal(first, second);
        Assert.Equal(2, kept.Length);
        Assert.Equal(kept, Kept());
    }

    [Fact]
    public void A_signature_with_tables_is_kept_with_its_kernels_and_its_initialisation()
    {
        string[] first = Strings();
        Assert.Equal(3, Kept().Length);

        Assert.Equal(first, Strings());
    }

    [Fact]
    public void An_op_whose_kernel_depends_on_the_type_of_its_inputs_is_kept_with_it()
    {
        string Join()
        {
            using OnnxModelEngine engine = Load("ops/strings");
            Contracts.SignatureContract signature = engine.Contract.FindSignature("join")!;
            IReadOnlyDictionary<string, ModelTensor> outputs = engine.Run(
                signature.Key,
                signature.Inputs.ToDictionary(input => input.Key, _ => ModelTensor.FromStrings([2], ["a", "b"])),
                TestContext.Current.CancellationToken);
            return string.Join(' ', signature.Outputs.Select(output => Convert.ToHexString(outputs[output.Key].Strings[0].Span)));
        }

        string first = Join();

        Assert.Equal(first, Join());
    }

    [Fact]
    public void A_damaged_file_is_not_believed()
    {
        float first = Score();
        foreach (string file in Kept())
        {
            byte[] damaged = File.ReadAllBytes(file);
            damaged[^1] ^= 1;
            File.WriteAllBytes(file, damaged);

            Assert.Equal(first, Score());
            Assert.NotEqual(damaged, File.ReadAllBytes(file));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(40)]
    public void A_file_that_was_cut_off_is_not_believed(int length)
    {
        float first = Score();
        foreach (string file in Kept())
        {
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]);

            Assert.Equal(first, Score());
        }
    }

    [Fact]
    public void A_copy_of_a_model_uses_what_is_kept_of_the_model_and_its_own_assets()
    {
        string[] first = Strings();
        string[] kept = Kept();
        string copy = Path.Combine(_folder, "copy");
        CopyFolder(Path.Combine(TestModels.Root, "keras2/strings"), copy);

        Assert.Equal(first, Strings(copy));
        Assert.Equal(kept, Kept());
    }

    [Fact]
    public void A_model_whose_Keras_metadata_changed_is_another_model()
    {
        string model = Path.Combine(_folder, "model");
        CopyFolder(Path.Combine(TestModels.Root, "keras2/label_image"), model);
        Score(model);
        string[] kept = Kept();

        File.Delete(Path.Combine(model, "keras_metadata.pb"));
        Score(model);

        Assert.Equal(2 * kept.Length, Kept().Length);
    }

    [Fact]
    public void What_another_model_left_is_not_used()
    {
        Score();
        string[] ofOne = Kept();

        using (OnnxModelEngine other = Load("keras2/counter"))
        {
            other.Run("serving_default", new Dictionary<string, ModelTensor> { ["by"] = ModelTensor.FromValues([], [1L]) }, TestContext.Current.CancellationToken);
        }

        Assert.True(Kept().Length > ofOne.Length);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_keeps_nothing_and_harms_nobody()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        using OnnxModelEngine engine = OnnxModelEngine.Load(
            Path.Combine(TestModels.Root, "keras2/label_image"), new OnnxModelOptions { CacheFolder = Path.Combine(file, "below") });

        Assert.Equal(1, Call(engine).Count);
    }

    [Fact]
    public void Damaged_weights_are_found_although_the_signature_is_kept()
    {
        string model = Path.Combine(_folder, "model");
        CopyFolder(Path.Combine(TestModels.Root, "keras2/label_image"), model);
        string cache = Path.Combine(_folder, "cache");
        using (OnnxModelEngine whole = OnnxModelEngine.Load(model, new OnnxModelOptions { CacheFolder = cache }))
        {
            Call(whole);
        }

        string weights = Directory.GetFiles(Path.Combine(model, "variables"), "*.data-*")[0];
        byte[] flipped = File.ReadAllBytes(weights);
        flipped[0] ^= 1;
        File.WriteAllBytes(weights, flipped);

        using OnnxModelEngine damaged = OnnxModelEngine.Load(model, new OnnxModelOptions { CacheFolder = cache });
        Assert.Throws<ModelFormatException>(() => Call(damaged));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ModelTensor Call(OnnxModelEngine engine) => engine.Run(
        "serving_default",
        new Dictionary<string, ModelTensor>
        {
            ["image_input"] = ModelTensor.FromValues<float>([1, 10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
            ["label_input"] = ModelTensor.FromValues<float>([1, 2], [1, 2]),
        },
        CancellationToken.None)["score"];

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.GetDirectories(from))
        {
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    private float Score(string model = "keras2/label_image")
    {
        using OnnxModelEngine engine = Load(model);
        return Call(engine).Values<float>()[0];
    }

    private string[] Strings(string model = "keras2/strings")
    {
        using OnnxModelEngine engine = Load(model);
        Contracts.SignatureContract signature = engine.Contract.FindSignature("serving_default")!;
        IReadOnlyDictionary<string, ModelTensor> outputs = engine.Run(
            signature.Key,
            signature.Inputs.ToDictionary(input => input.Key, _ => ModelTensor.FromStrings([2], ["red", "unheard of"])),
            TestContext.Current.CancellationToken);
        return [.. signature.Outputs.Select(output => $"{outputs[output.Key]}: {Convert.ToHexString(outputs[output.Key].Bytes.Span)}")];
    }

    private OnnxModelEngine Load(string model) =>
        OnnxModelEngine.Load(Path.Combine(TestModels.Root, model), new OnnxModelOptions { CacheFolder = _folder });

    private string[] Kept() => [.. Directory.GetFiles(_folder, "*.entry").Order()];
}
