using KerasCompat.Contracts;
using KerasCompat.Generator.Tests.Running;

namespace KerasCompat.Generator.Tests;

/// <summary>What the build found that the project's engine lacks.</summary>
public sealed class MissingOpsTests
{
    [Fact]
    public void Ops_that_the_engine_lacks_are_a_warning_at_the_attribute()
    {
        Generated generated = Generate("serving_default=SentencepieceOp,RougeL");

        Assert.Equal(["KC0036"], generated.Ids);
        Assert.Contains("SentencepieceOp, RougeL", Message(generated), StringComparison.Ordinal);
    }

    [Fact]
    public void The_client_is_written_all_the_same() => Generate("serving_default=RougeL").AssertCompiles();

    [Fact]
    public void A_signature_that_the_client_does_not_have_is_no_concern() => Assert.Empty(Generate("train=RougeL").Ids);

    [Fact]
    public void Names_with_the_separators_in_them_are_read_as_they_are()
    {
        Generated generated = Generate("serving_default=" + Uri.EscapeDataString("A=B|C,D"));

        Assert.Contains("A=B|C,D", Message(generated), StringComparison.Ordinal);
    }

    private static string Message(Generated generated) =>
        Assert.Single(generated.Diagnostics, diagnostic => diagnostic.Id == "KC0036").GetMessage(System.Globalization.CultureInfo.InvariantCulture);

    private static Generated Generate(string missing) => UserProject
        .Of(Clients.Simple, ModelItem.WithText("Models/m", ContractJson.Write(TestContracts.LabelImage()), (BuildItems.MissingOpsMetadata, missing)))
        .Generate();
}
