using FsCheck.Xunit;
using static KerasCompat.Contracts.ContractChangeKind;
using static KerasCompat.Contracts.Tests.Contracts;

namespace KerasCompat.Contracts.Tests;

public class ContractDiffTests
{
    private static readonly TensorLiteral Half = new(TensorShape.Scalar, new(["0.5"]));
    private static readonly TensorContract Score = Tensor("score", DType.Float32, -1, 1);
    private static readonly TensorContract Image = Tensor("image", DType.Float32, -1, 10);
    private static readonly TensorContract Label = Tensor("label", DType.Float32, -1, 2);

    public static TheoryData<string, TensorContract[], TensorContract[], ContractChangeKind, bool, string> InputChanges { get; } = new()
    {
        { "added", [Image], [Image, Label], RequiredInputAdded, true, "input 'label': added, float32[?,2], without a default" },
        { "added with default", [Image], [Image, Label with { Default = Half }], OptionalInputAdded, false, "input 'label': added, float32[?,2], with a default" },
        { "removed", [Image, Label], [Image], InputRemoved, true, "input 'label': removed" },
        { "renamed", [Image, Label], [Image, Label with { Key = "tag" }], InputRenamed, true, "input 'label': renamed to 'tag'" },
        { "renamed in C#", [Image], [Image with { Name = "picture" }], InputRenamed, true, "input 'image': renamed in C#: (from its key) -> picture" },
        { "renamed again in C#", [Image with { Name = "picture" }], [Image with { Name = "photo" }], InputRenamed, true, "input 'image': renamed in C#: picture -> photo" },
        { "reordered", [Image, Label], [Label, Image], InputsReordered, true, "inputs reordered: image, label -> label, image" },
        { "dtype", [Image], [Image with { DType = DType.Float64 }], DTypeChanged, true, "input 'image': float32[?,10] -> float64[?,10]" },
        { "rank", [Image], [Image with { Shape = new(-1, 10, 1) }], RankChanged, true, "input 'image': float32[?,10] -> float32[?,10,1]" },
        { "rank lost", [Image], [Image with { Shape = TensorShape.UnknownRank }], RankChanged, true, "input 'image': float32[?,10] -> float32[...]" },
        { "size", [Label], [Label with { Shape = new(-1, 3) }], DimensionChanged, true, "input 'label': float32[?,2] -> float32[?,3]" },
        { "size fixed", [Label], [Label with { Shape = new(4, 2) }], DimensionChanged, true, "input 'label': float32[?,2] -> float32[4,2]" },
        { "size fixed at none", [Label], [Label with { Shape = new(0, 2) }], DimensionChanged, true, "input 'label': float32[?,2] -> float32[0,2]" },
        { "size relaxed", [Label], [Label with { Shape = new(-1, -1) }], DimensionRelaxed, false, "input 'label': float32[?,2] -> float32[?,?]" },
        { "default given", [Label], [Label with { Default = Half }], DefaultAdded, false, "input 'label': may now be left out" },
        { "default taken", [Label with { Default = Half }], [Label], DefaultRemoved, true, "input 'label': may no longer be left out" },
        { "default other", [Label with { Default = Half }], [Label with { Default = Half with { Values = new(["1"]) } }], DefaultChanged, true, "input 'label': has another value when it is left out" },
        { "encoding", [Label], [Label with { Encoding = TensorEncoding.CooSparse }], EncodingChanged, true, "input 'label': encoding name -> coo_sparse" },
    };

    public static TheoryData<string, TensorContract[], TensorContract[], ContractChangeKind, bool, string> OutputChanges { get; } = new()
    {
        { "added", [Score], [Score, Label], OutputAdded, false, "output 'label': added, float32[?,2]" },
        { "removed", [Score, Label], [Score], OutputRemoved, true, "output 'label': removed" },
        { "renamed", [Score], [Score with { Key = "grade" }], OutputRenamed, true, "output 'score': renamed to 'grade'" },
        { "reordered", [Score, Label], [Label, Score], OutputsReordered, true, "outputs reordered: score, label -> label, score" },
        { "dtype", [Score], [Score with { DType = DType.Int64 }], DTypeChanged, true, "output 'score': float32[?,1] -> int64[?,1]" },
        { "rank", [Score], [Score with { Shape = new(-1) }], RankChanged, true, "output 'score': float32[?,1] -> float32[?]" },
        { "size", [Score], [Score with { Shape = new(-1, 2) }], DimensionChanged, true, "output 'score': float32[?,1] -> float32[?,2]" },
        { "size relaxed", [Score], [Score with { Shape = new(-1, -1) }], DimensionRelaxed, false, "output 'score': float32[?,1] -> float32[?,?]" },
    };

    [Theory]
    [MemberData(nameof(InputChanges))]
    public void A_change_of_an_input_is_told(string what, TensorContract[] old, TensorContract[] @new, ContractChangeKind kind, bool isBreaking, string text)
    {
        ContractChange change = OnlyChange(Signature("serving_default", old, [Score]), Signature("serving_default", @new, [Score]));

        Assert.True((kind, isBreaking, text) == (change.Kind, change.IsBreaking, change.Text), $"{what}: {change}");
        Assert.Equal("serving_default", change.Signature);
    }

    [Theory]
    [MemberData(nameof(OutputChanges))]
    public void A_change_of_an_output_is_told(string what, TensorContract[] old, TensorContract[] @new, ContractChangeKind kind, bool isBreaking, string text)
    {
        ContractChange change = OnlyChange(Signature("serving_default", [Image], old), Signature("serving_default", [Image], @new));

        Assert.True((kind, isBreaking, text) == (change.Kind, change.IsBreaking, change.Text), $"{what}: {change}");
    }

    public static TheoryData<string, TensorContract> OtherLabels => new()
    {
        { "dtype", Label with { DType = DType.Int32 } },
        { "shape", Label with { Shape = new(-1, 3) } },
        { "encoding", Label with { Encoding = TensorEncoding.CooSparse } },
        { "default", Label with { Default = Half } },
    };

    [Theory]
    [MemberData(nameof(OtherLabels))]
    public void What_differs_in_more_than_its_name_was_not_renamed(string what, TensorContract other)
    {
        IReadOnlyList<ContractChange> changes = ContractDiff.Compare(
            Model(Signature("serving_default", [Image, Label], [Score])), Model(Signature("serving_default", [Image, other with { Key = "tag" }], [Score])));

        Assert.True(changes is [{ Kind: InputRemoved, Tensor: "label" }, { Kind: RequiredInputAdded or OptionalInputAdded, Tensor: "tag" }], $"{what}: {string.Join("; ", changes)}");
    }

    [Fact]
    public void A_removed_signature_breaks_its_callers()
    {
        ContractChange change = Assert.Single(ContractDiff.Compare(LabelImage(), Model()));

        Assert.Equal((SignatureRemoved, true, "signature 'serving_default': removed"), (change.Kind, change.IsBreaking, change.ToString()));
    }

    [Fact]
    public void An_added_signature_breaks_nobody()
    {
        ContractChange change = Assert.Single(ContractDiff.Compare(Model(), LabelImage()));

        Assert.Equal((SignatureAdded, false, "signature 'serving_default': added"), (change.Kind, change.IsBreaking, change.ToString()));
    }

    [Fact]
    public void Another_method_name_breaks_nobody()
    {
        SignatureContract signature = Signature("serving_default", [Image], [Score]);

        ContractChange change = OnlyChange(signature, signature with { MethodName = "tensorflow/serving/regress" });

        Assert.Equal(
            (MethodChanged, false, "method: 'tensorflow/serving/predict' -> 'tensorflow/serving/regress'"), (change.Kind, change.IsBreaking, change.Text));
    }

    [Fact]
    public void Another_version_breaks_nobody()
    {
        ModelContract old = LabelImage();

        IReadOnlyList<ContractChange> changes = ContractDiff.Compare(old, old with { Producer = new("2.16.0", null) });

        Assert.Equal(["TensorFlow: 2.15.1 -> 2.16.0", "Keras: 2.15.0 -> unknown"], changes.Select(change => change.ToString()));
        Assert.DoesNotContain(changes, change => change.IsBreaking);
        Assert.Equal("Keras: unknown -> 2.15.0", Assert.Single(ContractDiff.Compare(old with { Producer = new("2.15.1", null) }, old)).Text);
    }

    [Fact]
    public void Other_tags_break_those_who_ask_for_them()
    {
        ModelContract old = LabelImage();

        ContractChange change = Assert.Single(ContractDiff.Compare(old, old with { Tags = new(["gpu", "serve"]) }));

        Assert.Equal((TagsChanged, true, "tags: [serve] -> [gpu, serve]"), (change.Kind, change.IsBreaking, change.ToString()));
    }

    [Fact]
    public void What_changes_with_every_training_is_no_change()
    {
        ModelContract old = Model(Signature("serving_default", [Image], [Score]));
        ModelContract @new = Model(Signature("serving_default", [Image with { GraphTensors = new(["other:0"]) }], [Score])) with { Fingerprint = "cd34" };

        Assert.Empty(ContractDiff.Compare(old, @new));
    }

    [Fact]
    public void A_contract_from_the_model_itself_which_gives_no_C_sharp_names_renames_nothing()
    {
        ModelContract compiled = Model(Signature("serving_default", [Image with { Name = "picture" }], [Score with { Name = "grade" }]));

        Assert.Empty(ContractDiff.Compare(compiled, Model(Signature("serving_default", [Image], [Score]))));
    }

    [Fact]
    public void Every_change_is_told_at_once()
    {
        ModelContract old = Model(Signature("serving_default", [Image, Label], [Score]));
        ModelContract @new = Model(Signature("serving_default", [Image with { DType = DType.Int32 }], [Score with { Shape = new(-1, 2) }, Label]));

        Assert.Equal(
            [DTypeChanged, InputRemoved, DimensionChanged, OutputAdded],
            ContractDiff.Compare(old, @new).Select(change => change.Kind));
    }

    [Property(Arbitrary = [typeof(ArbitraryContracts)])]
    public void A_contract_does_not_differ_from_itself(ModelContract contract) => Assert.Empty(ContractDiff.Compare(contract, contract));

    [Property(Arbitrary = [typeof(ArbitraryContracts)])]
    public void Whether_two_contracts_differ_does_not_depend_on_which_is_the_old_one(ModelContract old, ModelContract @new)
    {
        bool differs = ContractDiff.Compare(WithoutNames(old), WithoutNames(@new)).Count > 0;

        Assert.Equal(differs, ContractDiff.Compare(WithoutNames(@new), WithoutNames(old)).Count > 0);
    }

    private static ModelContract WithoutNames(ModelContract contract) => contract with
    {
        Signatures = new(contract.Signatures.Select(signature => signature with
        {
            Inputs = new(signature.Inputs.Select(tensor => tensor with { Name = null })),
            Outputs = new(signature.Outputs.Select(tensor => tensor with { Name = null })),
        })),
    };

    private static ContractChange OnlyChange(SignatureContract old, SignatureContract @new) =>
        Assert.Single(ContractDiff.Compare(Model(old), Model(@new)));
}
