using KerasCompat.Contracts;
using KerasCompat.Generator.Tests.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KerasCompat.Generator.Tests;

/// <summary>What a change costs. That a run without any change does nothing is asserted in every other test (<see cref="UserProject.Generate"/>).</summary>
public sealed class IncrementalTests
{
    private const string TwoClients = """
        using KerasCompat;

        [KerasModel("Models/a")]
        public sealed partial class A;

        [KerasModel("Models/b")]
        public sealed partial class B;
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void An_edit_in_another_file_changes_no_step()
    {
        UserProject project = UserProject.OfModel(TestContracts.LabelImage()) with
        {
            Sources = [Clients.Simple, "class Other { int X() => 1; }"],
        };
        CSharpCompilation compilation = project.Compile();
        GeneratorDriver driver = project.CreateDriver().RunGenerators(compilation, Stop);

        driver = driver.RunGenerators(Edit(compilation, 1, "class Other { int X() => 2; }"), Stop);

        Steps.AssertNothingChanged(driver.GetRunResult());
    }

    [Fact]
    public void An_edit_above_the_class_writes_no_client_anew()
    {
        UserProject project = UserProject.OfModel(TestContracts.LabelImage()).WithEngine();
        CSharpCompilation compilation = project.Compile();
        GeneratorDriver driver = project.CreateDriver().RunGenerators(compilation, Stop);

        driver = driver.RunGenerators(Edit(compilation, 0, $"// A line more.\n{Clients.Simple}"), Stop);

        Steps.AssertUnchanged(driver.GetRunResult().Results[0], TrackingNames.Clients);
        Steps.AssertOutputsCached(driver.GetRunResult().Results[0]);
    }

    [Fact]
    public void A_change_of_one_model_writes_the_client_of_that_model_alone()
    {
        ModelItem a = ModelItem.Of("Models/a", TestContracts.LabelImage());
        ModelItem b = ModelItem.Of("Models/b", TestContracts.LabelImage());
        UserProject project = UserProject.Of(TwoClients, a, b);
        CSharpCompilation compilation = project.Compile();
        GeneratorDriver driver = project.CreateDriver().RunGenerators(compilation, Stop);
        ModelContract other = TestContracts.OneToOne(
            TestContracts.Tensor("x", DType.Int64, -1), TestContracts.Tensor("y", DType.Int64, -1));

        driver = driver.ReplaceAdditionalText(b, ModelItem.Of("Models/b", other)).RunGenerators(compilation, Stop);

        GeneratorDriverRunResult run = driver.GetRunResult();
        Assert.Equal([IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Modified], Steps.Reasons(run, TrackingNames.Requests));
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified], Steps.Reasons(run, TrackingNames.Clients));
    }

    [Fact]
    public void A_model_trained_again_with_the_same_signature_writes_no_client_anew()
    {
        ModelItem model = ModelItem.Of("Models/m", TestContracts.LabelImage() with { Fingerprint = "aa" });
        UserProject project = UserProject.Of(Clients.Simple, model);
        CSharpCompilation compilation = project.Compile();
        GeneratorDriver driver = project.CreateDriver().RunGenerators(compilation, Stop);

        SignatureContract signature = TestContracts.LabelImage().Signatures[0];
        EquatableArray<TensorContract> inputs = new(signature.Inputs.Select(input => input with { GraphTensors = new([$"{input.Key}_1:0"]) }));
        ModelItem retrained = ModelItem.Of("Models/m", TestContracts.Model(signature with { Inputs = inputs }) with { Fingerprint = "bb" });
        driver = driver.ReplaceAdditionalText(model, retrained).RunGenerators(compilation, Stop);

        Steps.AssertUnchanged(driver.GetRunResult().Results[0], TrackingNames.Clients);
        Steps.AssertOutputsCached(driver.GetRunResult().Results[0]);
    }

    [Fact]
    public void What_is_reported_in_a_file_is_reported_anew_where_that_file_is_edited_alone()
    {
        UserProject project = UserProject.Of("[KerasCompat.KerasModel(\"Models/a\")] partial class A;") with
        {
            Sources = ["[KerasCompat.KerasModel(\"Models/a\")] partial class A;", "[KerasCompat.KerasModel(\"Models/b\")] partial class B;"],
        };
        CSharpCompilation compilation = project.Compile();
        GeneratorDriver driver = project.CreateDriver().RunGenerators(compilation, Stop);
        CSharpCompilation edited = Edit(compilation, 1, "[KerasCompat.KerasModel(\"Models/b\")] partial class B; // More.");

        GeneratorDriverRunResult run = driver.RunGenerators(edited, Stop).GetRunResult();

        Assert.Equal(edited.SyntaxTrees, run.Diagnostics.Select(diagnostic => diagnostic.Location.SourceTree!).OrderBy(tree => tree.FilePath, StringComparer.Ordinal));
        Assert.Equal(
            [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified],
            run.Results[0].TrackedOutputSteps.SelectMany(steps => steps.Value).SelectMany(step => step.Outputs).Select(output => output.Reason));
    }

    [Fact]
    public void A_project_without_clients_is_not_asked_for_its_references()
    {
        GeneratorDriverRunResult run = UserProject.Of("class C;").CreateDriver().RunGenerators(UserProject.Of("class C;").Compile(), Stop).GetRunResult();

        Assert.DoesNotContain(TrackingNames.Attributes, run.Results[0].TrackedSteps.Keys);
    }

    [Fact]
    public void A_project_without_clients_asks_nothing_of_its_models()
    {
        GeneratorDriver driver = UserProject.Of("class C;", ModelItem.WithText("Models/m", "no contract")).CreateDriver();

        GeneratorDriverRunResult run = driver.RunGenerators(UserProject.Of("class C;").Compile(), Stop).GetRunResult();

        Assert.Empty(run.GeneratedTrees);
        Assert.Empty(run.Diagnostics);
    }

    private static CSharpCompilation Edit(CSharpCompilation compilation, int file, string source)
    {
        SyntaxTree tree = compilation.SyntaxTrees[file];
        return compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(source, (CSharpParseOptions)tree.Options, tree.FilePath));
    }
}
