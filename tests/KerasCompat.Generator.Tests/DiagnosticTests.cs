using KerasCompat.Contracts;
using KerasCompat.Generator.Tests.Running;
using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Tests;

/// <summary>Each rule about classes, models, signatures and names: when it is reported, where, and what it says.</summary>
public sealed class DiagnosticTests
{
    private static readonly TensorContract X = TestContracts.Tensor("x", DType.Float32, -1);
    private static readonly TensorContract Y = TestContracts.Tensor("y", DType.Float32, -1);

    [Theory]
    [InlineData("[KerasModel(\"Models/m\")] class Client;", "KC0001", "Client")]
    [InlineData("[KerasModel(\"Models/m\")] partial class Client<T>;", "KC0002", "Client")]
    [InlineData("partial class Outer<T> { [KerasModel(\"Models/m\")] partial class Client; }", "KC0002", "Client")]
    [InlineData("class Outer { [KerasModel(\"Models/m\")] partial class Client; }", "KC0003", "Outer")]
    [InlineData("[KerasModel(\"Models/m\")] static partial class Client;", "KC0004", "Client")]
    [InlineData("[KerasModel(\"Models/m\")] abstract partial class Client;", "KC0004", "Client")]
    [InlineData("[KerasModel(\"Models/m\")] partial class Client(int x);", "KC0004", "Client")]
    [InlineData("[KerasModel(\"Models/m\")] partial record Client; partial record Client(int X);", "KC0004", "Client")]
    [InlineData("[KerasModel(\"Models/m\")] file partial class Client;", "KC0004", "Client")]
    public void A_class_that_cannot_be_a_client_is_reported_at_its_name(string declaration, string id, string place)
    {
        Generated generated = UserProject.Of($"using KerasCompat;\n{declaration}", ModelItem.Of("Models/m", TestContracts.LabelImage())).Generate();

        Assert.Equal([id], generated.Ids);
        Assert.Equal(place, generated.TextAt(generated.Diagnostic));
        Assert.Empty(generated.Files);
    }

    [Theory]
    [InlineData("Models/n", "There is no model 'Models/n': no folder of that path, relative to the project, holds a saved_model.pb; models of the project are 'Models/a', 'Models/m', 'Models/serving/b'")]
    [InlineData("models/M", "There is no model 'models/M': no folder of that path, relative to the project, holds a saved_model.pb; did you mean 'Models/m'?")]
    [InlineData("Models/m/saved_model.pb", "There is no model 'Models/m/saved_model.pb': no folder of that path, relative to the project, holds a saved_model.pb; did you mean 'Models/m'?")]
    [InlineData("Models/serving", "There is no model 'Models/serving': no folder of that path, relative to the project, holds a saved_model.pb; did you mean 'Models/serving/b'?")]
    [InlineData("m", "There is no model 'm': no folder of that path, relative to the project, holds a saved_model.pb; did you mean 'Models/m'?")]
    [InlineData("", "There is no model '': no folder of that path, relative to the project, holds a saved_model.pb; models of the project are 'Models/a', 'Models/m', 'Models/serving/b'")]
    public void A_model_that_is_not_there_is_reported_at_the_path_with_those_that_are(string path, string message)
    {
        Generated generated = UserProject.Of(
            $"[KerasCompat.KerasModel(\"{path}\")] partial class Client;",
            ModelItem.Of("Models/m", TestContracts.LabelImage()),
            ModelItem.Of("Models/a", TestContracts.LabelImage()),
            ModelItem.Of("Models/serving/b", TestContracts.LabelImage()),
            ModelItem.Error("Models/c.h5", BuildErrorKinds.Hdf5, "no model")).Generate();

        Assert.Equal("KC0010", generated.Diagnostic.Id);
        Assert.Equal(message, generated.Diagnostic.GetMessage());
        Assert.Equal($"\"{path}\"", generated.TextAt(generated.Diagnostic));
    }

    [Fact]
    public void A_project_without_models_is_told_how_to_add_one()
    {
        Generated generated = UserProject.Of(Clients.Simple).Generate();

        Assert.EndsWith(
            "the project has no models: put the folder into the project, or add <ItemGroup><KerasModel Include=\"../elsewhere\" Link=\"Models/m\" /></ItemGroup>",
            generated.Diagnostic.GetMessage(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../training/a&b", "a model outside the project is found once the project names it: <ItemGroup><KerasModel Include=\"../training/a&amp;b\" /></ItemGroup>")]
    [InlineData("/mnt/models/x", "give it a place in the project, <ItemGroup><KerasModel Include=\"/mnt/models/x\" Link=\"Models/x\" /></ItemGroup>, and ask for 'Models/x'")]
    [InlineData("C:/models/x", "give it a place in the project, <ItemGroup><KerasModel Include=\"C:/models/x\" Link=\"Models/x\" /></ItemGroup>, and ask for 'Models/x'")]
    [InlineData("Models/m/12", "'Models/m' is the model with its newest version; to stay with this one, add <ItemGroup><KerasModel Include=\"Models/m/12\" /></ItemGroup>")]
    public void A_model_that_the_project_must_name_is_told_with_the_line_to_add(string path, string advice)
    {
        Generated generated = UserProject.Of(
            $"[KerasCompat.KerasModel(\"{path}\")] partial class Client;", ModelItem.Of("Models/m", TestContracts.LabelImage())).Generate();

        Assert.EndsWith(advice, generated.Diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"Models\\m")]
    [InlineData("Models/m/")]
    [InlineData("./Models/m")]
    [InlineData("Models/x/../m")]
    public void A_path_in_another_spelling_is_understood_and_reported(string path)
    {
        Generated generated = UserProject.Of(
            $"[KerasCompat.KerasModel(\"{path}\")] partial class Client;", ModelItem.Of("Models/m", TestContracts.LabelImage())).Generate().AssertCompiles();

        Assert.Equal("KC0011", generated.Diagnostic.Id);
        Assert.Equal("Models/m", generated.Client.ModelPath);
    }

    [Theory]
    [InlineData(BuildErrorKinds.NotFound, "KC0010")]
    [InlineData(BuildErrorKinds.KerasArchive, "KC0012")]
    [InlineData(BuildErrorKinds.Hdf5, "KC0013")]
    [InlineData(BuildErrorKinds.TfLite, "KC0014")]
    [InlineData(BuildErrorKinds.FrozenGraph, "KC0015")]
    [InlineData(BuildErrorKinds.Checkpoint, "KC0016")]
    [InlineData(BuildErrorKinds.LfsPointer, "KC0017")]
    [InlineData(BuildErrorKinds.Damaged, "KC0018")]
    [InlineData(BuildErrorKinds.Unreadable, "KC0019")]
    [InlineData(BuildErrorKinds.NoSignatures, "KC0020")]
    [InlineData("of_a_newer_build", "KC0019")]
    public void What_the_build_could_not_read_is_reported_at_the_path_with_its_own_rule(string kind, string id)
    {
        Generated generated = UserProject.Of(Clients.Simple, ModelItem.Error("Models/m", kind, "what was wrong")).Generate();

        Assert.Equal(id, generated.Diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Error, generated.Diagnostic.Severity);
        Assert.Equal("\"Models/m\"", generated.TextAt(generated.Diagnostic));
    }

    [Theory]
    [InlineData(BuildErrorKinds.NotFound)]
    [InlineData(BuildErrorKinds.Damaged)]
    [InlineData(BuildErrorKinds.Unreadable)]
    public void What_the_build_found_out_is_told_where_the_rule_does_not_say_it_all(string kind)
    {
        Generated generated = UserProject.Of(Clients.Simple, ModelItem.Error("Models/m", kind, "what was wrong")).Generate();

        Assert.EndsWith("what was wrong", generated.Diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    public void An_error_file_that_is_damaged_itself_is_still_an_error(string text)
    {
        Generated generated = UserProject.Of(Clients.Simple, ModelItem.WithText("Models/m", text, (BuildItems.ErrorMetadata, BuildItems.True))).Generate();

        Assert.Equal("KC0019", generated.Diagnostic.Id);
    }

    [Fact]
    public void A_contract_that_cannot_be_read_is_reported_with_file_line_and_column()
    {
        Generated generated = UserProject.Of(Clients.Simple, ModelItem.WithText("Models/m", "{\"format\": 1,\n  oops}")).Generate();

        Assert.Equal("KC0021", generated.Diagnostic.Id);
        Assert.Contains("obj/Models/m.contract.json (line 2, column 3)", generated.Diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_that_the_model_does_not_have_are_reported_with_those_that_it_has()
    {
        Generated generated = UserProject.Of(
            "[KerasCompat.KerasModel(\"Models/m\", Tags = [\"train\"])] partial class Client;", ModelItem.Of("Models/m", TestContracts.LabelImage())).Generate();

        Assert.Equal("KC0022", generated.Diagnostic.Id);
        Assert.Equal("Model 'Models/m' has no meta graph tagged [train]; it has [serve]", generated.Diagnostic.GetMessage());
    }

    [Fact]
    public void A_signature_that_the_model_does_not_have_is_reported_with_those_that_it_has()
    {
        Generated generated = UserProject.Of(
            "[KerasCompat.KerasModel(\"Models/m\", Signatures = [\"predict\"])] partial class Client;", ModelItem.Of("Models/m", TestContracts.LabelImage())).Generate();

        Assert.Equal("KC0030", generated.Diagnostic.Id);
        Assert.Equal("Model 'Models/m' has no signature 'predict'; it has 'serving_default'", generated.Diagnostic.GetMessage());
    }

    [Theory]
    [InlineData(TensorEncoding.Composite, DType.Variant, "KC0031")]
    [InlineData(TensorEncoding.Dense, DType.Variant, "KC0033")]
    [InlineData(TensorEncoding.Dense, DType.Resource, "KC0033")]
    [InlineData(TensorEncoding.Dense, DType.Complex64, "KC0033")]
    [InlineData(TensorEncoding.Dense, DType.QInt8, "KC0033")]
    [InlineData(TensorEncoding.Dense, DType.Float8E5M2, "KC0033")]
    public void A_signature_with_an_input_that_has_no_type_is_left_out_and_the_others_are_not(TensorEncoding encoding, DType dtype, string id)
    {
        Generated generated = UserProject.OfModel(TestContracts.Model(
            TestContracts.Signature("odd", [X with { Key = "z", Encoding = encoding, DType = dtype, GraphTensors = new(["a:0", "b:0"]) }], [Y]),
            TestContracts.Signature("plain", [X], [Y]))).Generate().AssertCompiles();

        Assert.Equal(id, generated.Diagnostic.Id);
        Assert.Contains("'odd'", generated.Diagnostic.GetMessage(), StringComparison.Ordinal);
        Assert.Contains("'z'", generated.Diagnostic.GetMessage(), StringComparison.Ordinal);
        Assert.Equal(["plain"], generated.Client.Signatures.Select(signature => signature.Key));
    }

    [Theory]
    [InlineData(TensorEncoding.Composite, "KC0034")]
    [InlineData(TensorEncoding.CooSparse, "KC0034")]
    public void A_model_of_which_nothing_can_be_called_is_an_error(TensorEncoding encoding, string id)
    {
        Generated generated = UserProject.OfModel(TestContracts.OneToOne(X, Y with { Encoding = encoding, GraphTensors = new(["a:0", "b:0", "c:0"]) })).Generate();

        Assert.Equal([id, "KC0035"], generated.Ids);
        Assert.Empty(generated.Files);
    }

    [Fact]
    public void Two_keys_of_one_name_are_told_apart_and_reported_with_the_rename_that_helps()
    {
        ModelContract contract = TestContracts.Model(TestContracts.Signature("serving_default", [X with { Key = "user_id" }, X with { Key = "userId" }], [Y]));

        Generated generated = UserProject.OfModel(contract).Generate().AssertCompiles();

        Assert.Equal("KC0040", generated.Diagnostic.Id);
        Assert.Equal(
            "In signature 'serving_default' of model 'Models/m', 'user_id' and 'userId' both become 'userId'; 'userId' is called 'userId2'; "
            + "give it a name of its own with [KerasName(\"userId\", \"name\")]",
            generated.Diagnostic.GetMessage());
    }

    [Fact]
    public void The_rename_that_a_collision_proposes_solves_it()
    {
        ModelContract contract = TestContracts.Model(TestContracts.Signature("serving_default", [X with { Key = "user_id" }, X with { Key = "userId" }], [Y]));

        Generated generated = UserProject.Of("""
            using KerasCompat;
            [KerasModel("Models/m")]
            [KerasName("userId", "other")]
            partial class Client;
            """, ModelItem.Of("Models/m", contract)).Generate().AssertCompiles();

        Assert.Empty(generated.Ids);
        Assert.Equal(["userId", "other"], generated.Client.Signatures[0].Inputs.Select(input => input.Name));
    }

    [Fact]
    public void A_given_name_goes_before_the_name_of_a_key()
    {
        ModelContract contract = TestContracts.Model(TestContracts.Signature("serving_default", [X with { Key = "id" }, X with { Key = "args_0" }], [Y]));

        Generated generated = UserProject.Of("""
            using KerasCompat;
            [KerasModel("Models/m")]
            [KerasName("args_0", "id", Signature = "serving_default")]
            partial class Client;
            """, ModelItem.Of("Models/m", contract)).Generate().AssertCompiles();

        Assert.Equal(["id2", "id"], generated.Client.Signatures[0].Inputs.Select(input => input.Name));
    }

    [Fact]
    public void Two_signatures_of_one_name_are_told_apart_and_reported()
    {
        Generated generated = UserProject.OfModel(TestContracts.Model(
            TestContracts.Signature("a:b", [X], [Y]), TestContracts.Signature("a/b", [X], [Y]))).Generate().AssertCompiles();

        Assert.Equal("KC0041", generated.Diagnostic.Id);
        Assert.Equal(
            "In model 'Models/m', signatures 'a/b' and 'a:b' both become 'AB'; 'a:b' is called 'AB2'; "
            + "give it a name of its own with [KerasSignature(\"a:b\", MethodName = \"Name\")]",
            generated.Diagnostic.GetMessage());
    }

    [Fact]
    public void A_method_gets_the_name_that_the_user_gives_it()
    {
        Generated generated = UserProject.Of("""
            using KerasCompat;
            [KerasModel("Models/m")]
            [KerasSignature("a:b", MethodName = "Score")]
            partial class Client;
            """, ModelItem.Of("Models/m", TestContracts.Model(TestContracts.Signature("a:b", [X], [Y])))).Generate().AssertCompiles();

        Assert.Equal("Score", generated.Client.Signatures[0].MethodName);
    }

    [Theory]
    [InlineData("[KerasName(\"z\", \"name\")]", "KC0042", "[KerasName] names 'z', but model 'Models/m' has no input or output of that key; it has 'x', 'y'")]
    [InlineData("[KerasName(\"x\", \"name\", Signature = \"other\")]", "KC0042", "[KerasName] names 'x', but model 'Models/m' has no input or output of that key in signature 'other'; it has none")]
    [InlineData("[KerasName(\"x\", \"1st\")]", "KC0043", "'1st' is no C# identifier; give 'x' a name of letters, digits and underscores that begins with a letter")]
    [InlineData("[KerasSignature(\"serving_default\", MethodName = \"a b\")]", "KC0043", "'a b' is no C# identifier; give 'serving_default' a name of letters, digits and underscores that begins with a letter")]
    [InlineData("[KerasSignature(\"other\", MethodName = \"A\")]", "KC0030", "Model 'Models/m' has no signature 'other'; it has 'serving_default'")]
    public void A_given_name_that_names_nothing_or_is_no_name_is_reported_at_its_attribute(string attribute, string id, string message)
    {
        Generated generated = UserProject.Of(
            $"using KerasCompat;\n[KerasModel(\"Models/m\")]\n{attribute}\npartial class Client;", ModelItem.Of("Models/m", TestContracts.OneToOne(X, Y))).Generate();

        Assert.Equal(id, generated.Diagnostic.Id);
        Assert.Equal(message, generated.Diagnostic.GetMessage());
        Assert.Equal(attribute, $"[{generated.TextAt(generated.Diagnostic)}]");
    }

    [Fact]
    public void A_warning_can_be_suppressed_where_it_stands()
    {
        ModelContract contract = TestContracts.Model(TestContracts.Signature("serving_default", [X with { Key = "user_id" }, X with { Key = "userId" }], [Y]));

        Generated generated = UserProject.Of("""
            using KerasCompat;
            #pragma warning disable KC0040 // Reviewed.
            [KerasModel("Models/m")]
            #pragma warning restore KC0040
            partial class Client;
            """, ModelItem.Of("Models/m", contract)).Generate();

        Assert.True(generated.Diagnostic.IsSuppressed);
    }

    [Theory]
    [InlineData("1.4.0", "2.15.0", "Model 'Models/m' was written by TensorFlow 1.4.0; KerasCompat was verified with 2.15 to 2.18; compare its answers with Python's once: kerascompat verify")]
    [InlineData("2.18.1", "3.9.0", "Model 'Models/m' was written by Keras 3.9.0; KerasCompat was verified with 2.15 to 3.8; compare its answers with Python's once: kerascompat verify")]
    public void A_version_that_was_not_verified_is_told(string tensorFlow, string keras, string message)
    {
        Generated generated = UserProject.OfModel(TestContracts.OneToOne(X, Y) with { Producer = new(tensorFlow, keras) }).Generate();

        Assert.Equal("KC0023", generated.Diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Info, generated.Diagnostic.Severity);
        Assert.Equal(message, generated.Diagnostic.GetMessage());
    }

    [Theory]
    [InlineData("2.15.0-rc1", null)]
    [InlineData(null, "3.8.0.dev2025")]
    [InlineData("unknown", "")]
    [InlineData("99999999999.1", "2")]
    public void A_version_that_was_verified_or_is_none_is_not_told(string? tensorFlow, string? keras) =>
        Assert.Empty(UserProject.OfModel(TestContracts.OneToOne(X, Y) with { Producer = new(tensorFlow, keras) }).Generate().Ids);

    [Fact]
    public void An_attribute_on_two_parts_of_a_class_is_left_to_the_compiler()
    {
        Generated generated = UserProject.Of("""
            using KerasCompat;
            [KerasModel("Models/m")] partial class Client;
            [KerasModel("Models/m")] partial class Client;
            """, ModelItem.Of("Models/m", TestContracts.LabelImage())).Generate();

        Assert.Single(generated.Files);
        Assert.Equal(["CS0579"], generated.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void Ops_that_the_engine_lacks_are_told_of_the_signatures_that_the_client_calls()
    {
        ModelContract contract = TestContracts.Model(TestContracts.Signature("a|b", [X], [Y]), TestContracts.Signature("train", [X], [Y]));

        Generated generated = UserProject.Of(
            "[KerasCompat.KerasModel(\"Models/m\", Signatures = [\"a|b\"])] partial class Client;",
            ModelItem.WithText("Models/m", ContractJson.Write(contract), (BuildItems.MissingOpsMetadata, "a%7Cb=Foo,Bar|train=Baz"))).Generate();

        Assert.Equal("KC0036", generated.Diagnostic.Id);
        Assert.Contains("Signature 'a|b' of model 'Models/m' needs ops that the engine of this project does not run: Foo, Bar", generated.Diagnostic.GetMessage(), StringComparison.Ordinal);
    }
}
