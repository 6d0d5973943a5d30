using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using KerasCompat.Build.Building;

[assembly: AssemblyFixture(typeof(KerasCompat.IntegrationTests.PackageFeed))]

namespace KerasCompat.IntegrationTests;

public sealed class PackageTests(PackageFeed feed) : IDisposable
{
    // What TensorFlow recorded for the sample's inputs, to six decimals: tests/models/keras2/label_image.cases.json.
    private static readonly string[] Scores = ["0.662742", "0.710888", "0.188066", "0.691667"];

    private readonly Consumer _consumer = new(feed);

    [Fact]
    public void A_program_that_references_the_engine_alone_prints_the_scores_that_TensorFlow_recorded()
    {
        _consumer.Dotnet("build").Expect();

        string output = _consumer.Run("dotnet", "App", "bin/Debug/net10.0/App.dll").Expect();

        Assert.All(Scores, score => Assert.Contains(score, output, StringComparison.Ordinal));
    }

    [Fact]
    public void A_published_program_finds_its_model_from_whatever_folder_it_is_started()
    {
        _consumer.Dotnet("publish", "-o", _consumer.Folder["published"]).Expect();
        Directory.Delete(_consumer.Folder["App/Models"], recursive: true);

        string output = _consumer.Run("dotnet", ".", _consumer.Folder["published/App.dll"]).Expect();

        Assert.All(Scores, score => Assert.Contains(score, output, StringComparison.Ordinal));
    }

    [Fact]
    public void A_program_published_as_a_single_file_finds_its_model_beside_it()
    {
        _consumer.Dotnet(
            "publish", "-o", _consumer.Folder["published"], "--use-current-runtime", "--no-self-contained", "-p:PublishSingleFile=true").Expect();

        string output = _consumer.Run(_consumer.Folder[OperatingSystem.IsWindows() ? "published/App.exe" : "published/App"], ".").Expect();

        Assert.All(Scores, score => Assert.Contains(score, output, StringComparison.Ordinal));
    }

    [Fact]
    public void A_misnamed_argument_fails_the_build_at_its_line()
    {
        int line = _consumer.Edit("imageInput: image,", "picture: image,");

        BuildOutcome outcome = _consumer.Dotnet("build");

        Assert.Matches($@"Program\.cs\({line},\d+\): error CS1739: .*'picture'", outcome.Output);
    }

    [Fact]
    public void A_mistyped_argument_fails_the_build_at_its_line()
    {
        int line = _consumer.Edit("labelInput: label)", "labelInput: new double[2])");

        BuildOutcome outcome = _consumer.Dotnet("build");

        Assert.Matches($@"Program\.cs\({line},\d+\): error CS1503: .*double", outcome.Output);
    }

    [Fact]
    public void A_model_with_another_signature_in_its_place_fails_the_build_at_the_line_that_calls_it()
    {
        _consumer.Dotnet("build").Expect();
        int line = _consumer.LineOf("imageInput: image,");

        _consumer.PutModel("keras2/strings");
        BuildOutcome outcome = _consumer.Dotnet("build");

        Assert.Matches($@"Program\.cs\({line},\d+\): error CS1739: .*'imageInput'", outcome.Output);
    }

    [Fact]
    public void A_model_that_breaks_its_committed_contract_fails_the_build_where_the_class_asks_for_it()
    {
        _consumer.Dotnet("build", "-t:UpdateKerasContracts", "-restore").Expect();

        _consumer.PutModel("keras2/strings");
        BuildOutcome outcome = _consumer.Dotnet("build");

        Assert.Matches(@"LabelImageModel\.cs\(5,\d+\): error KC\d+: .*image_input", outcome.Output);
    }

    [Fact]
    public void A_precompiled_model_is_published_with_its_programs_which_are_of_the_same_build_as_the_engine()
    {
        _consumer.AddToProject("""<ItemGroup><KerasModel Update="Models/label_image" Precompile="true" /></ItemGroup>""");
        _consumer.Dotnet("publish", "-o", _consumer.Folder["published"]).Expect();

        string output = _consumer.Run("dotnet", ".", _consumer.Folder["published/App.dll"]).Expect();

        Assert.All(Scores, score => Assert.Contains(score, output, StringComparison.Ordinal));
        Assert.NotEmpty(Directory.EnumerateFiles(_consumer.Folder["published/Models/label_image/precompiled"], "*.entry"));
        string tools = Path.Combine(feed.PackageFolder, "kerascompat.onnxruntime/0.1.0/tools/net10.0");
        Assert.All(
            ["KerasCompat.SavedModel.dll", "KerasCompat.Onnx.dll", "KerasCompat.OnnxRuntime.dll"],
            library => Assert.Equal(File.ReadAllBytes(_consumer.Folder["published/" + library]), File.ReadAllBytes(Path.Combine(tools, library))));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_of_a_release_is_compiled_for_the_runtime_that_built_it_from_the_IL_that_others_get(string library)
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(feed.Path, $"{library}.0.1.0.nupkg"));

        List<ZipArchiveEntry> compiled = [.. package.Entries.Where(entry => entry.FullName.StartsWith("runtimes/", StringComparison.Ordinal))];

        Assert.Equal(Repository.Configuration == "Release" ? 1 : 0, compiled.Count);
        Assert.All(compiled, image => Assert.Equal(
            (true, Module(package.GetEntry($"lib/net10.0/{library}.dll")!).Version), Module(image)));
    }

    public static TheoryData<string> Libraries => [.. Repository.PackedProjects.Where(project => project != "KerasCompat.Cli")];

    [Fact]
    public void The_tool_is_installed_from_its_package_and_runs()
    {
        _consumer.Run("dotnet", ".", "tool", "install", "KerasCompat.Cli", "--tool-path", "tools", "--add-source", feed.Path).Expect();

        string output = _consumer.Run(_consumer.Folder["tools/kerascompat"], ".", "inspect", "App/Models/label_image").Expect();

        Assert.Contains("label_input", output, StringComparison.Ordinal);
    }

    public void Dispose() => _consumer.Dispose();

    /// <summary>Whether an assembly holds machine code, and the id of its IL.</summary>
    private static (bool Compiled, Guid Version) Module(ZipArchiveEntry assembly)
    {
        var bytes = new MemoryStream();
        using (Stream stream = assembly.Open())
        {
            stream.CopyTo(bytes);
        }

        bytes.Position = 0;
        using var image = new PEReader(bytes);
        MetadataReader metadata = image.GetMetadataReader();
        return (image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0, metadata.GetGuid(metadata.GetModuleDefinition().Mvid));
    }
}
