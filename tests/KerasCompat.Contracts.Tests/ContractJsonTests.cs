using FsCheck.Xunit;

namespace KerasCompat.Contracts.Tests;

public class ContractJsonTests
{
    private const string LabelImage = """
        {
          "format": 1,
          "tags": ["serve"],
          "producer": {"tensorflow": "2.15.1", "keras": "2.15.0"},
          "fingerprint": "ab12",
          "signatures": {
            "serving_default": {
              "method": "tensorflow/serving/predict",
              "inputs": [
                {"key": "image_input", "dtype": "float32", "shape": [null, 10], "tensor": "serving_default_image_input:0"},
                {"key": "label_input", "dtype": "float32", "shape": [null, 2], "tensor": "serving_default_label_input:0"}
              ],
              "outputs": [
                {"key": "score", "dtype": "float32", "shape": [null, 1], "tensor": "serving_default_score:0"}
              ]
            }
          }
        }

        """;

    [Fact]
    public void A_contract_is_written_with_one_line_per_tensor_and_fixed_order()
    {
        string json = ContractJson.Write(Contracts.LabelImage());

        Assert.Equal(LabelImage.ReplaceLineEndings("\n"), json);
    }

    [Property(Arbitrary = [typeof(ArbitraryContracts)], MaxTest = 300)]
    public void What_is_written_reads_back_equal(ModelContract contract)
    {
        string json = ContractJson.Write(contract);

        ModelContract read = ContractJson.Read(json, "x.contract.json");
        Assert.True(contract == read, json);
    }

    [Property(Arbitrary = [typeof(ArbitraryContracts)], MaxTest = 300)]
    public void What_is_written_survives_UTF8_and_has_only_visible_characters_and_LF(ModelContract contract)
    {
        string json = ContractJson.Write(contract);

        Assert.Equal(json, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(json)));
        Assert.DoesNotContain(json, unit => char.IsControl(unit) && unit != '\n');
    }

    [Fact]
    public void Signatures_and_tags_are_sorted_whatever_order_the_contract_has()
    {
        ModelContract contract = Contracts.Model(Contracts.Signature("b", [], []), Contracts.Signature("B", [], [])) with
        {
            Tags = new(["serve", "gpu"]),
        };

        ModelContract read = ContractJson.Read(ContractJson.Write(contract), "x.contract.json");

        Assert.Equal(["gpu", "serve"], read.Tags);
        Assert.Equal(["B", "b"], read.Signatures.Select(signature => signature.Key));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(40)]
    public void A_member_that_stands_twice_is_refused_among_any_number_of_others(int others)
    {
        string members = string.Concat(Enumerable.Range(0, others).Select(i => $"\"m{i}\": {i}, "));

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => ContractJson.Read($"{{{members}\"m0\": 0}}", "m.contract.json"));

        Assert.Contains("stands twice", exception.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "line 1, column 1", "the text ends where a value was expected")]
    [InlineData("{\"format\": 2}", "line 1, column 12", "format 2")]
    [InlineData("{\n  \"format\": 1,\n  \"tags\": \"serve\"\n}", "line 1, column 1", "\"producer\" is missing")]
    [InlineData("{\"format\": 1, \"format\": 1}", "line 1, column 15", "stands twice")]
    [InlineData("{\"format\": 01}", "line 1, column 13", "\"1\" stands where ',' or '}' was expected")]
    [InlineData("[1, 2]", "line 1, column 1", "kind Object")]
    [InlineData("{\"format\": 1} x", "line 1, column 15", "the end of the text")]
    [InlineData("{\"format\": \"\\u12G4\"}", "line 1, column 14", "an escape")]
    public void Text_that_is_no_contract_is_refused_with_file_place_and_remedy(string json, string place, string problem)
    {
        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => ContractJson.Read(json, "m.contract.json"));

        Assert.Equal("m.contract.json", exception.Path);
        Assert.Equal(place, exception.Place);
        Assert.Contains(problem, exception.Problem, StringComparison.Ordinal);
        Assert.Contains("kerascompat contract", exception.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"dtype\": \"float32\"", "\"dtype\": \"float\"", "\"float\" is no element type")]
    [InlineData("\"dtype\"", "\"dtpye\"", "\"dtpye\" is not known")]
    [InlineData("[null, 10]", "[-1, 10]", "a dimension is a size")]
    [InlineData("\"label_input\"", "\"image_input\"", "stands twice")]
    [InlineData("\"shape\": [null, 2], ", "", "\"shape\" is missing")]
    public void A_tensor_that_says_something_impossible_is_refused(string from, string to, string problem)
    {
        string json = LabelImage.Replace(from, to, StringComparison.Ordinal);

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => ContractJson.Read(json, "m.contract.json"));

        Assert.Contains(problem, exception.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_editor_makes_of_a_contract_reads_the_same()
    {
        string edited = "\ufeff" + LabelImage.ReplaceLineEndings("\r\n").Replace("  ", "\t", StringComparison.Ordinal);

        Assert.Equal(Contracts.LabelImage(), ContractJson.Read(edited, "m.contract.json"));
    }

    [Fact]
    public void Nesting_without_end_is_refused_and_does_not_exhaust_the_stack()
    {
        string json = new('[', 1_000_000);

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => ContractJson.Read(json, "m.contract.json"));

        Assert.Contains("nested deeper", exception.Problem, StringComparison.Ordinal);
    }

    [Property(MaxTest = 500)]
    public void Any_damage_to_a_contract_reads_or_is_refused_as_a_format_error(ushort position, char unit, bool truncate)
    {
        string json = ContractJson.Write(Contracts.LabelImage());
        int at = position % json.Length;
        string damaged = truncate ? json[..at] : json[..at] + unit + json[(at + 1)..];

        Exception? exception = Record.Exception(() => ContractJson.Read(damaged, "m.contract.json"));

        Assert.True(exception is null or ModelFormatException, exception?.ToString());
    }
}
