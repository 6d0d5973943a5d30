namespace KerasCompat.Build.Models;

public sealed class ModelFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_program_needs_graph_weights_assets_and_metadata()
    {
        string[] files =
        [
            "saved_model.pb", "keras_metadata.pb", "fingerprint.pb",
            "variables/variables.data-00000-of-00001", "variables/variables.index",
            "assets/vocabulary.txt", "assets/more/labels.txt",
        ];
        Array.ForEach(files, file => _folder.Write(file, ""));

        Assert.Equivalent(files, ModelFiles.In(_folder.Path).ToArray(), strict: true);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("variables.zip")]
    [InlineData("1/saved_model.pb")]
    public void Other_files_in_the_folder_are_not_the_models(string file)
    {
        _folder.Write(file, "");

        Assert.Empty(ModelFiles.In(_folder.Path));
    }

    [Fact]
    public void A_folder_that_is_not_there_has_no_files() => Assert.Empty(ModelFiles.In(_folder["missing"]));

    public void Dispose() => _folder.Dispose();
}
