using KerasCompat.Contracts;
using KerasCompat.Generator.Tests.Running;
using KerasCompat.SavedModel;

namespace KerasCompat.Generator.Tests;

/// <summary>Every model that TensorFlow wrote for the tests becomes a client that compiles without warnings, or is refused by name.</summary>
public sealed class ModelsOfTheRepositoryTests
{
    private static string Folder => RepositoryFolder.Models;

    // What is reported of a model, where anything is.
    private static readonly Dictionary<string, string[]> Reported = new()
    {
        ["keras2/awkward_names"] = ["KC0040"],
        ["keras2/no_signatures"] = ["KC0020"],
        ["keras2/version1_methods"] = ["KC0041"],
        ["keras2/version1_two_graphs"] = ["KC0041"],
    };

    public static TheoryData<string> Models => [.. Directory.EnumerateFiles(Folder, "saved_model.pb", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder, Path.GetDirectoryName(file)!).Replace('\\', '/'))
        .Where(model => !model.StartsWith("wrong/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_client_compiles_without_warnings(string model)
    {
        Generated generated = UserProject.OfModel(Contract(model)).WithEngine().Generate();

        generated.AssertCompiles();
        Assert.Equal(Reported.GetValueOrDefault(model, []), generated.Ids);
    }

    [Theory]
    [InlineData("keras2/awkward_names")]
    [InlineData("keras2/hostile_names")]
    [InlineData("keras2/default_input")]
    [InlineData("keras2/strings")]
    [InlineData("keras2/several_signatures")]
    [InlineData("keras2/unknown_rank")]
    public void A_client_is_written_as_reviewed(string model) => Snapshot.Verify(
        UserProject.OfModel(Contract(model)).WithEngine().Generate().AssertCompiles().Text, model.Split('/')[1]);

    private static ModelContract Contract(string model) =>
        ContractFactory.Create(SavedModelReader.Read(Path.Combine(Folder, model)), withFingerprint: false);
}
