using System.Text.Json;
using KerasCompat.Contracts;

namespace KerasCompat.SavedModel.Tests;

public class ContractFactoryTests
{
    public static TheoryData<string> Models => TestModel.All;

    [Theory]
    [MemberData(nameof(Models))]
    public void The_contract_of_every_model_reads_back_equal(string model)
    {
        ModelContract contract = Create(model);

        Assert.True(contract == ContractJson.Read(ContractJson.Write(contract), "x.contract.json"));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Inputs_stand_in_the_order_in_which_Keras_declares_them_where_their_keys_are_its_names(string model)
    {
        JsonElement declared = TestModel.Truth(model).GetProperty("keras_inputs");
        string[] names = declared.ValueKind == JsonValueKind.Null ? [] : [.. declared.EnumerateArray().Select(name => name.GetString()!)];

        ModelContract contract = Create(model);

        foreach (SignatureContract signature in contract.Signatures)
        {
            string[] keys = [.. signature.Inputs.Select(input => input.Key)];
            if (names.ToHashSet().SetEquals(keys))
            {
                Assert.Equal(names, keys);
            }
        }
    }

    [Theory]
    [InlineData("keras2/keras_order", "serving_default", "zeta mid alpha", "second_output first_output")]
    [InlineData("keras2/awkward_names", "serving_default", "params event 1st user_id userId string a.b", "return value")]
    [InlineData("keras2/several_signatures", "score", "embedding temperature", "best probabilities")]
    [InlineData("keras2/default_input", "serving_default", "x scale", "y")]
    [InlineData("keras2/sparse_input", "serving_default", "args_0 args_0_1 args_0_2", "out")]
    [InlineData("keras2/ragged_input", "serving_default", "args_0 args_0_1", "mean")]
    [InlineData("keras2/subclassed_tuple", "serving_default", "input_1 input_2", "output_1")]
    [InlineData("keras3/label_image", "serve", "image_input label_input", "output_0")]
    [InlineData("trained/diabetes", "serving_default", "age sex bmi bp s1 s2 s3 s4 s5 s6", "progression")]
    public void A_caller_sees_inputs_and_outputs_in_their_author_s_order(string model, string signature, string inputs, string outputs)
    {
        SignatureContract? contract = Create(model).FindSignature(signature);

        Assert.Equal(inputs.Split(' '), contract?.Inputs.Select(input => input.Key));
        Assert.Equal(outputs.Split(' '), contract?.Outputs.Select(output => output.Key));
    }

    [Fact]
    public void TensorFlow_s_own_signatures_are_not_for_callers()
    {
        ModelContract contract = Create("keras2/label_image");

        Assert.Equal(["serving_default"], contract.Signatures.Select(signature => signature.Key));
    }

    [Fact]
    public void The_default_of_an_input_is_kept()
    {
        TensorContract? scale = Create("keras2/default_input").FindSignature("serving_default")?.Inputs.Single(input => input.Key == "scale");

        Assert.Equal(new TensorLiteral(TensorShape.Scalar, new(["3"])), scale?.Default);
    }

    [Fact]
    public void Without_tags_the_meta_graph_for_serving_alone_is_chosen()
    {
        Assert.Equal(["serve"], Create("keras2/version1_two_graphs").Tags);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("gpu serve")]
    public void A_meta_graph_is_found_by_its_tags_in_any_order(string tags)
    {
        SavedModelInfo model = SavedModelReader.Read(TestModel.Folder("keras2/version1_two_graphs"));

        ModelContract contract = ContractFactory.Create(model, tags.Split(' '));

        Assert.Equal(tags.Split(' '), contract.Tags);
    }

    [Fact]
    public void Tags_that_no_meta_graph_has_are_refused_with_those_that_there_are()
    {
        SavedModelInfo model = SavedModelReader.Read(TestModel.Folder("keras2/version1_two_graphs"));

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => ContractFactory.Create(model, ["gpu"]));

        Assert.Contains("[gpu]", exception.Problem, StringComparison.Ordinal);
        Assert.Contains("[serve] and [serve, gpu] and [train]", exception.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fingerprint_is_the_SHA_256_of_the_model_s_file_and_of_its_checkpoint_index()
    {
        string folder = TestModel.Folder("keras2/label_image");
        byte[] bytes = [.. File.ReadAllBytes(folder + "/saved_model.pb"), .. File.ReadAllBytes(folder + "/variables/variables.index")];

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), Create("keras2/label_image").Fingerprint);
    }

    private static ModelContract Create(string model) => ContractFactory.Create(SavedModelReader.Read(TestModel.Folder(model)));
}
