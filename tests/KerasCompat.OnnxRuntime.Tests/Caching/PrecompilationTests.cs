using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Caching;
using KerasCompat.OnnxRuntime.Loading;

namespace KerasCompat.OnnxRuntime.Tests.Caching;

public sealed class PrecompilationTests : IDisposable
{
    private static readonly OnnxModelOptions NoCache = new() { CacheFolder = null };
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("keras2/label_image")]
    [InlineData("keras2/strings")]
    [InlineData("keras2/counter")]
    [InlineData("layers/string_lookup")]
    public void A_model_that_was_precompiled_is_not_translated(string name)
    {
        using IModelPrograms programs = CachedPrograms.Open(Precompiled(name), NoCache);

        Assert.All(programs.Contract.Signatures, signature => Assert.True(IsKept(programs, signature.Key)));
    }

    [Theory]
    [InlineData("keras2/label_image", "keras_metadata.pb")]
    [InlineData("keras2/label_image", "variables/variables.index")]
    public void A_model_that_changed_since_is_translated(string name, string file)
    {
        string model = Precompiled(name);
        // Empty space at the end of a LevelDB table, or an empty unknown field of a message, changes nothing but the bytes.
        byte[] content = File.ReadAllBytes(Path.Combine(model, file));
        File.WriteAllBytes(Path.Combine(model, file), file.EndsWith(".pb", StringComparison.Ordinal) ? [.. content, 0x7A, 0] : [.. new byte[1], .. content]);

        ModelIdentity before = ModelIdentity.Of(Path.Combine(TestModels.Root, name), null);
        ModelIdentity after = ModelIdentity.Of(model, null);

        Assert.NotEqual(before.Contract, after.Contract);
        Assert.NotEqual(before.Program("serving_default", GraphTarget.Any), after.Program("serving_default", GraphTarget.Any));
    }

    [Fact]
    public void A_precompiled_program_becomes_one_for_this_machine_in_the_users_cache()
    {
        string model = Precompiled("keras2/label_image");
        var options = new OnnxModelOptions { CacheFolder = _folder["cache"] };
        using (IModelPrograms first = CachedPrograms.Open(model, options))
        {
            first.Translate("serving_default");
        }

        Directory.Delete(Path.Combine(model, ShippedFolder.Name), recursive: true);
        using IModelPrograms second = CachedPrograms.Open(model, options);

        OnnxImageStep step = Assert.IsType<OnnxImageStep>(Assert.Single(second.Translate("serving_default").Steps));
        Assert.True(step.Image.IsOptimized);
    }

    [Fact]
    public void A_damaged_program_is_translated_instead()
    {
        string model = Precompiled("keras2/label_image");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(model, ShippedFolder.Name)))
        {
            File.WriteAllBytes(file, [.. File.ReadAllBytes(file), 0]);
        }

        using IModelPrograms programs = CachedPrograms.Open(model, NoCache);

        Assert.False(IsKept(programs, "serving_default"));
    }

    [Fact]
    public void Each_meta_graph_is_precompiled_for_who_asks_for_its_tags()
    {
        string model = Precompiled("keras2/version1_two_graphs");
        foreach (SavedModel.MetaGraphInfo metaGraph in SavedModel.SavedModelReader.Read(model).MetaGraphs.Where(metaGraph => metaGraph.Tags is not ["serve"]))
        {
            using IModelPrograms programs = CachedPrograms.Open(model, NoCache with { Tags = [.. metaGraph.Tags.Reverse()] });

            Assert.All(programs.Contract.Signatures, signature => Assert.True(IsKept(programs, signature.Key)));
        }
    }

    [Fact]
    public void A_table_is_filled_from_the_assets_of_the_models_new_place()
    {
        string[] expected = Lookup(Path.Combine(TestModels.Root, "keras2/strings"));

        Assert.Equal(expected, Lookup(Precompiled("keras2/strings")));
    }

    public void Dispose() => _folder.Dispose();

    private static bool IsKept(IModelPrograms programs, string signatureKey) => programs.Translate(signatureKey).Steps.All(step => step is not OnnxStep)
        && programs is CachedPrograms { HasTranslated: false };

    private static string[] Lookup(string model)
    {
        using OnnxModelEngine engine = OnnxModelEngine.Load(model, NoCache);
        SignatureContract signature = engine.Contract.FindSignature("serving_default")!;
        IReadOnlyDictionary<string, ModelTensor> outputs = engine.Run(
            signature.Key,
            signature.Inputs.ToDictionary(input => input.Key, _ => ModelTensor.FromStrings([2], ["red", "unheard of"])),
            TestContext.Current.CancellationToken);
        return [.. signature.Outputs.Select(output => Convert.ToHexString(outputs[output.Key].Bytes.Span))];
    }

    private string Precompiled(string name)
    {
        string model = _folder.CopyModel(name, Path.GetFileName(name));
        Assert.Empty(Precompilation.Write(model, Path.Combine(model, ShippedFolder.Name)));
        return model;
    }
}
