using KerasCompat.Build.Building;
using KerasCompat.Contracts;

namespace KerasCompat.Build;

public sealed class BuiltProjectTests(BuiltProject built) : IClassFixture<BuiltProject>
{
    [Fact]
    public void The_compiler_is_given_each_model_of_the_project_by_its_name()
    {
        string[] models =
        [
            "../elsewhere/strings", "Models/linked", "Models/no_signatures", "Models/served", "Models/truncated",
            "Models/two_graphs", "Models/étiquette image",
        ];

        Assert.Equal(models, built.Project.CompilerFiles().Select(file => file.Model).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_contract_is_what_the_model_states()
    {
        CompilerFile file = built.CompilerFileOf("Models/étiquette image");

        ModelContract contract = ContractJson.Read(file.ReadText(), file.Path);

        Assert.Equal(["image_input", "label_input"], contract.FindSignature("serving_default")!.Inputs.Select(input => input.Key));
    }

    [Fact]
    public void Each_meta_graph_that_can_be_called_has_a_contract()
    {
        IEnumerable<CompilerFile> files = built.Project.CompilerFiles().Where(file => file.Model == "Models/two_graphs");

        Assert.Equal(
            ["gpu,serve", "serve", "train"],
            files.Select(file => string.Join(",", ContractJson.Read(file.ReadText(), file.Path).Tags)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_newest_of_several_versions_is_the_model()
    {
        CompilerFile file = built.CompilerFileOf("Models/served");

        Assert.Equal(2, ContractJson.Read(file.ReadText(), file.Path).FindSignature("serving_default")!.Inputs.Count);
    }

    [Fact]
    public void A_damaged_model_that_was_only_found_does_not_fail_the_build_but_is_told_to_the_compiler()
    {
        CompilerFile file = built.CompilerFileOf("Models/truncated");

        Assert.True(file.IsError);
    }

    [Fact]
    public void An_error_says_of_which_kind_it_is()
    {
        Assert.Contains($"\"kind\": \"{BuildErrorKinds.NoSignatures}\"", built.CompilerFileOf("Models/no_signatures").ReadText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../elsewhere/strings", "strings")]
    [InlineData("Models/linked", "Models/linked")]
    public void A_model_outside_the_project_is_given_a_place_inside_the_application(string model, string place)
    {
        Assert.Equal(place, built.CompilerFileOf(model).DeployPath);
    }

    [Theory]
    [InlineData("Models/étiquette image/saved_model.pb")]
    [InlineData("Models/étiquette image/keras_metadata.pb")]
    [InlineData("Models/étiquette image/variables/variables.index")]
    [InlineData("Models/étiquette image/assets/vocabulary.txt")]
    [InlineData("Models/linked/saved_model.pb")]
    [InlineData("Models/served/saved_model.pb")]
    [InlineData("strings/variables/variables.index")]
    public void Models_are_copied_and_published(string file)
    {
        Assert.True(
            built.Project.Folder.Has(BuiltProject.Output + file) && built.Project.Folder.Has(BuiltProject.Output + "publish/" + file),
            file);
    }

    [Fact]
    public void Other_files_beside_a_model_are_not_copied()
    {
        Assert.False(built.Project.Folder.Has(BuiltProject.Output + "Models/étiquette image/notes.txt"));
    }
}
