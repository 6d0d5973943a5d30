namespace KerasCompat.SavedModel.Tests;

/// <summary>The ops that signatures need.</summary>
public sealed class SignatureOpsTests
{
    [Fact]
    public void The_ops_of_the_functions_that_a_signature_calls_are_its_own()
    {
        IReadOnlyList<string> ops = Read("keras2/label_image")["serving_default"];

        Assert.Equal(["BiasAdd", "ConcatV2", "Const", "Identity", "MatMul", "NoOp", "Placeholder", "ReadVariableOp", "Relu", "Sigmoid", "StatefulPartitionedCall", "VarHandleOp"], ops.Union(["Const", "Placeholder"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_saves_and_restores_the_model_is_not_needed_to_call_it() =>
        Assert.DoesNotContain("RestoreV2", Read("keras2/label_image")["serving_default"]);

    [Fact]
    public void Conditions_and_bodies_of_loops_count()
    {
        IReadOnlyList<string> ops = Read("ops/control")["while"];

        Assert.Contains("Less", ops);
    }

    [Fact]
    public void Each_signature_has_its_own_ops()
    {
        Dictionary<string, IReadOnlyList<string>> signatures = Read("keras2/several_signatures");

        Assert.Contains("Softmax", signatures["score"]);
        Assert.DoesNotContain("Softmax", signatures["encode"]);
    }

    [Fact]
    public void The_meta_graph_is_chosen_by_its_tags() =>
        Assert.Contains("MatMul", Read("keras2/version1_two_graphs", "train")["predict"]);

    [Fact]
    public void A_damaged_file_is_refused() => Assert.Throws<ModelFormatException>(() => Read("wrong/truncated"));

    [Fact]
    public void Nobody_who_does_not_ask_pays_for_them() =>
        Assert.All(SavedModelReader.Read(TestModel.Folder("keras2/label_image")).MetaGraphs[0].Signatures, signature => Assert.Null(signature.Ops));

    private static Dictionary<string, IReadOnlyList<string>> Read(string model, string tag = "serve") =>
        SavedModelReader.Read(TestModel.Folder(model), withOps: true)
            .MetaGraphs.Single(metaGraph => metaGraph.Tags.Contains(tag))
            .Signatures.ToDictionary(signature => signature.Key, signature => signature.Ops!);
}
