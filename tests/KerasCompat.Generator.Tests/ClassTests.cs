using KerasCompat.Generator.Tests.Running;

namespace KerasCompat.Generator.Tests;

/// <summary>Classes as users declare them.</summary>
public sealed class ClassTests
{
    [Theory]
    [InlineData("[KerasModel(\"Models/m\")] partial class Client;", "Client.g.cs")]
    [InlineData("namespace A.B; [KerasModel(\"Models/m\")] public sealed partial class Client;", "A.B.Client.g.cs")]
    [InlineData("namespace @class; [KerasModel(\"Models/m\")] internal partial class @event;", "class.event.g.cs")]
    [InlineData("namespace A; partial class Outer { [KerasModel(\"Models/m\")] private sealed partial class Client; }", "A.Outer.Client.g.cs")]
    [InlineData("partial struct S { partial record R { partial interface I { [KerasModel(\"Models/m\")] protected internal partial class Client; } } }", "S.R.I.Client.g.cs")]
    [InlineData("partial record struct S { [KerasModel(\"Models/m\")] internal partial class Client; }", "S.Client.g.cs")]
    [InlineData("[KerasModel(\"Models/m\")] sealed partial record Client;", "Client.g.cs")]
    [InlineData("[KerasModel(\"Models/m\")] partial class 画像;", "画像.g.cs")]
    public void A_partial_class_becomes_a_client_wherever_it_stands(string declaration, string file)
    {
        Generated generated = UserProject.Of($"using KerasCompat;\n{declaration}", ModelItem.Of("Models/m", TestContracts.LabelImage())).WithEngine().Generate();

        generated.AssertCompiles();
        Assert.Equal([file], generated.Files);
    }

    [Fact]
    public void Several_classes_may_call_one_model()
    {
        Generated generated = UserProject.Of("""
            using KerasCompat;
            [KerasModel("Models/m")] partial class A;
            [KerasModel("Models/m")] partial class B;
            """, ModelItem.Of("Models/m", TestContracts.LabelImage())).Generate().AssertCompiles();

        Assert.Equal(["A.g.cs", "B.g.cs"], generated.Files);
    }

    [Fact]
    public void Classes_whose_names_differ_in_case_alone_have_files_of_their_own()
    {
        Generated generated = UserProject.Of("""
            using KerasCompat;
            [KerasModel("Models/m")] partial class Client;
            [KerasModel("Models/m")] partial class CLIENT;
            """, ModelItem.Of("Models/m", TestContracts.LabelImage())).Generate().AssertCompiles();

        Assert.Equal(["CLIENT.0.g.cs", "Client.1.g.cs"], generated.Files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Members_of_the_user_stay_and_generated_ones_make_way()
    {
        Generated generated = UserProject.Of("""
            using System.Numerics.Tensors;
            using KerasCompat;
            [KerasModel("Models/m")]
            sealed partial class Client
            {
                public int PredictAsync { get; set; }
                public Predict2Result Predict(float image) => Predict2(new float[] { image }, new float[2]);
            }
            """, ModelItem.Of("Models/m", TestContracts.LabelImage())).Generate().AssertCompiles();

        Assert.Equal(["KC0041"], generated.Ids);
        Assert.Equal("Predict2", generated.Client.Signatures[0].MethodName);
    }

    [Fact]
    public void An_overload_of_the_user_stands_beside_the_generated_ones() => UserProject.Of("""
        using System.Numerics.Tensors;
        using KerasCompat;
        [KerasModel("Models/m")]
        sealed partial class Client
        {
            public float Predict(float[,] image) => Predict(new ReadOnlyTensorSpan<float>(image), new float[2]).Score[0];
        }
        """, ModelItem.Of("Models/m", TestContracts.LabelImage())).Generate().AssertCompiles();

    [Fact]
    public void Types_of_the_user_do_not_stand_in_the_way() => UserProject.Of("""
        namespace Sample.System.Numerics { class Tensor; }
        namespace Sample
        {
            class Tensor; class IModelEngine; class Task; class Path; class KerasCompat;
            [global::KerasCompat.KerasModel("Models/m")]
            sealed partial class Client;
        }
        """, ModelItem.Of("Models/m", TestContracts.LabelImage())).WithEngine().Generate().AssertCompiles();

    [Fact]
    public void Without_an_engine_the_client_is_created_from_one_and_says_so()
    {
        Generated generated = UserProject.OfModel(TestContracts.LabelImage()).Generate().AssertCompiles();

        Assert.Equal("KC0005", Assert.Single(generated.Diagnostics).Id);
        Assert.DoesNotContain("Load(", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_from_outside_the_project_is_loaded_from_where_the_build_puts_it()
    {
        Generated generated = UserProject.Of(
            "[KerasCompat.KerasModel(\"../shared/m\")] partial class Client;",
            ModelItem.WithText("../shared/m", KerasCompat.Contracts.ContractJson.Write(TestContracts.LabelImage()), (KerasCompat.Contracts.BuildItems.DeployPathMetadata, "shared/m"))).WithEngine().Generate();

        Assert.Contains("AppContext.BaseDirectory, \"shared/m\")", generated.AssertCompiles().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_path_may_be_a_constant_of_the_class()
    {
        Generated generated = UserProject.Of("""
            [KerasCompat.KerasModel(ModelPath)]
            partial class Client
            {
                private const string ModelPath = "Models/" + "m";
            }
            """, ModelItem.Of("Models/m", TestContracts.LabelImage())).WithEngine().Generate().AssertCompiles();

        Assert.Empty(generated.Ids);
    }

    [Fact]
    public void Fields_of_the_user_keep_their_names()
    {
        Generated generated = UserProject.Of("""
            [KerasCompat.KerasModel("Models/m")]
            partial class Client
            {
                private const string CompiledContract = "";
                private readonly int _engine = 1;
                private readonly bool _isDisposed = true;
                public override string ToString() => CompiledContract + _engine + _isDisposed;
            }
            """, ModelItem.Of("Models/m", TestContracts.LabelImage())).WithEngine().Generate().AssertCompiles();

        Assert.Empty(generated.Ids);
    }
}
