using System.Text.Json;
using System.Text.RegularExpressions;
using KerasCompat.Build.Building;
using KerasCompat.Contracts;

namespace KerasCompat.Build;

public sealed class MistakeTests(Mistakes mistakes) : IClassFixture<Mistakes>
{
    [Theory]
    [InlineData("keras3.keras", BuildErrorKinds.KerasArchive)]
    [InlineData("keras2.h5", BuildErrorKinds.Hdf5)]
    [InlineData("model.tflite", BuildErrorKinds.TfLite)]
    [InlineData("frozen_graph.pb", BuildErrorKinds.FrozenGraph)]
    [InlineData("checkpoint_only", BuildErrorKinds.Checkpoint)]
    [InlineData("empty_pb", BuildErrorKinds.Damaged)]
    [InlineData("garbage", BuildErrorKinds.Damaged)]
    [InlineData("truncated", BuildErrorKinds.Damaged)]
    public void What_is_taken_for_a_model_is_told_to_the_compiler_as_what_it_is(string path, string kind)
    {
        CompilerFile file = Assert.Single(mistakes.Found.CompilerFiles(), file => file.Model == path);

        using JsonDocument error = JsonDocument.Parse(file.ReadText());

        Assert.Equal(kind, error.RootElement.GetProperty("error").GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("no_variables")]
    [InlineData("short_weights")]
    [InlineData("flipped_weight")]
    public void What_is_wrong_with_weights_is_found_where_they_are_read_and_not_by_the_build(string path)
    {
        Assert.False(Assert.Single(mistakes.Found.CompilerFiles(), file => file.Model == path).IsError);
    }

    [Theory]
    [InlineData("keras3.keras", "export")]
    [InlineData("keras2.h5", "save")]
    [InlineData("model.tflite", "SavedModel")]
    [InlineData("frozen_graph.pb", "SavedModel")]
    [InlineData("checkpoint_only", "checkpoint")]
    [InlineData("empty_folder", "folder")]
    [InlineData("empty_pb", "empty")]
    [InlineData("garbage", "saved_model.pb")]
    [InlineData("truncated", "damaged")]
    [InlineData("missing", "missing")]
    public void A_mistake_in_what_the_project_names_is_one_error_at_the_project_with_its_remedy(string path, string word)
    {
        string[] errors = [.. mistakes.NamedOutput.Split('\n').Where(line => Regex.IsMatch(line, $@"app\.csproj : error KC0901: .*/{Regex.Escape(path)}\b")).Distinct()];

        Assert.Contains(word, Assert.Single(errors), StringComparison.OrdinalIgnoreCase);
    }
}
