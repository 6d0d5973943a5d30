using KerasCompat.Contracts;
using KerasCompat.Generator.Tests.Running;
using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Tests;

/// <summary>A model beside its committed contract.</summary>
public sealed class LockTests
{
    private static readonly ModelContract Committed = TestContracts.LabelImage();

    [Fact]
    public void The_client_is_written_from_the_committed_contract_alone_where_the_model_is_not_there()
    {
        Generated generated = UserProject.Of(Clients.Simple, ModelItem.Lock("Models/m", Committed)).Generate().AssertCompiles();

        Assert.Empty(generated.Ids);
    }

    [Fact]
    public void A_model_that_keeps_its_contract_reports_nothing()
    {
        ModelContract retrained = Committed with { Fingerprint = "other" };

        Assert.Empty(UserProject.Of(Clients.Simple, ModelItem.Lock("Models/m", Committed), ModelItem.Of("Models/m", retrained)).Generate().Ids);
    }

    [Fact]
    public void Every_breaking_change_is_an_error_of_its_own_at_the_attribute()
    {
        ModelContract retrained = TestContracts.Model(TestContracts.Signature(
            "serving_default",
            [TestContracts.Tensor("image_input", DType.Float64, -1, 10), TestContracts.Tensor("label_input", DType.Float32, -1, 3)],
            [TestContracts.Tensor("score", DType.Float32, -1, 1)]));

        Generated generated = UserProject.Of(Clients.Simple, ModelItem.Lock("Models/m", Committed), ModelItem.Of("Models/m", retrained)).Generate();

        Assert.Equal(["KC0060", "KC0060"], generated.Ids);
        Assert.All(generated.Diagnostics.Where(diagnostic => diagnostic.Id == "KC0060"), diagnostic => Assert.Equal("\"Models/m\"", generated.TextAt(diagnostic)));
        Assert.Contains(
            "Model 'Models/m' breaks its committed contract: signature 'serving_default': input 'label_input': float32[?,2] -> float32[?,3]; "
            + "to accept the change, write the contract again with dotnet build -t:UpdateKerasContracts",
            generated.Diagnostics.Select(diagnostic => diagnostic.GetMessage()));
    }

    [Fact]
    public void A_compatible_change_is_a_warning_and_the_client_stays_that_of_the_contract()
    {
        ModelContract more = TestContracts.Model(TestContracts.Signature(
            "serving_default",
            [TestContracts.Tensor("image_input", DType.Float32, -1, 10), TestContracts.Tensor("label_input", DType.Float32, -1, 2)],
            [TestContracts.Tensor("score", DType.Float32, -1, 1), TestContracts.Tensor("rank", DType.Int64, -1)]));

        Generated generated = UserProject.Of(Clients.Simple, ModelItem.Lock("Models/m", Committed), ModelItem.Of("Models/m", more)).Generate();

        Assert.Equal("KC0061", generated.Diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Warning, generated.Diagnostic.Severity);
        Assert.Single(generated.Client.Signatures[0].Outputs);
    }

    [Fact]
    public void A_model_that_can_no_longer_be_read_is_an_error_beside_its_committed_contract()
    {
        Generated generated = UserProject.Of(
            Clients.Simple, ModelItem.Lock("Models/m", Committed), ModelItem.Error("Models/m", BuildErrorKinds.Damaged, "truncated")).Generate();

        Assert.Equal(["KC0018"], generated.Ids);
        Assert.Single(generated.Files);
    }

    [Fact]
    public void A_name_written_into_the_committed_contract_names_the_parameter_and_is_no_change_of_the_model()
    {
        SignatureContract signature = Committed.Signatures[0];
        ModelContract named = TestContracts.Model(signature with
        {
            Inputs = new([signature.Inputs[0] with { Name = "picture" }, signature.Inputs[1]]),
        });

        Generated generated = UserProject.Of(Clients.Simple, ModelItem.Lock("Models/m", named), ModelItem.Of("Models/m", Committed)).Generate().AssertCompiles();

        Assert.Empty(generated.Ids);
        Assert.Equal("picture", generated.Client.Signatures[0].Inputs[0].Name);
        Assert.DoesNotContain("\"name\"", generated.Client.Contract, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_in_the_committed_contract_that_csharp_cannot_have_is_not_used()
    {
        SignatureContract signature = Committed.Signatures[0];
        ModelContract named = TestContracts.Model(signature with { Inputs = new([signature.Inputs[0] with { Name = "x; evil()" }, signature.Inputs[1]]) });

        Generated generated = UserProject.Of(Clients.Simple, ModelItem.Lock("Models/m", named)).Generate().AssertCompiles();

        Assert.Equal("KC0043", generated.Diagnostic.Id);
        Assert.Equal("imageInput", generated.Client.Signatures[0].Inputs[0].Name);
    }
}
