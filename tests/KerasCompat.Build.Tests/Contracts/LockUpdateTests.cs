using KerasCompat.Build.Building;
using KerasCompat.Build.Models;
using KerasCompat.Contracts;

namespace KerasCompat.Build.Contracts;

public sealed class LockUpdateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_contract_that_is_up_to_date_keeps_its_file()
    {
        ModelLocation model = Model("keras2/label_image");
        LockUpdate.Write(model);

        Assert.False(LockUpdate.Write(model));
    }

    [Fact]
    public void Names_given_by_hand_are_kept()
    {
        ModelLocation model = Model("keras2/label_image");
        LockUpdate.Write(model);
        ModelContract contract = ModelLock.Read(model);
        SignatureContract signature = contract.Signatures[0];
        SignatureContract renamed = signature with { Inputs = new(signature.Inputs.Select(input => input with { Name = "given_" + input.Key })) };
        File.WriteAllText(model.LockFile, ContractJson.Write(contract with { Signatures = new([renamed]) }));

        LockUpdate.Write(model);

        Assert.Equal(["given_image_input", "given_label_input"], ModelLock.Read(model).Signatures[0].Inputs.Select(input => input.Name));
    }

    [Fact]
    public void The_contract_stays_one_of_the_same_meta_graph()
    {
        ModelLocation model = Model("keras2/version1_two_graphs");
        ModelContract train = CallableContracts.Of(model.Folder, EngineOps.In(null)).Select(callable => callable.Contract).Single(contract => contract.Tags == new EquatableArray<string>(["train"]));
        File.WriteAllText(model.LockFile, ContractJson.Write(train));

        LockUpdate.Write(model);

        Assert.Equal(["train"], ModelLock.Read(model).Tags);
    }

    [Fact]
    public void A_file_that_a_failed_merge_left_is_written_anew()
    {
        ModelLocation model = Model("keras2/label_image");
        File.WriteAllText(model.LockFile, "<<<<<<< HEAD");

        LockUpdate.Write(model);

        Assert.Equal(["serving_default"], ModelLock.Read(model).Signatures.Select(signature => signature.Key));
    }

    public void Dispose() => _folder.Dispose();

    private ModelLocation Model(string testModel) =>
        new("model", "model", Path.Combine(Repository.TestModels, testModel), _folder["model.contract.json"], IsDefault: true);
}
