using KerasCompat.Build.Building;

namespace KerasCompat.Build;

public sealed class ProjectShapeTests
{
    [Fact]
    public void A_design_time_build_gives_the_compiler_the_contracts_without_compiling()
    {
        using var project = new TestProject();
        project.AddModel("keras2/label_image", "app/Models/label_image");

        project.Dotnet(
            "msbuild", "-restore", "-t:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true");

        Assert.Equal("Models/label_image", Assert.Single(project.CompilerFiles()).Model);
    }

    [Fact]
    public void Models_are_not_searched_where_the_project_says_so()
    {
        using var project = new TestProject("<PropertyGroup><EnableDefaultKerasModelItems>false</EnableDefaultKerasModelItems></PropertyGroup>");
        project.AddModel("keras2/label_image", "app/Models/label_image");

        project.Dotnet("build");

        Assert.Empty(project.CompilerFiles());
    }

    [Fact]
    public void Each_target_framework_has_contracts_of_its_own()
    {
        using var project = new TestProject(frameworks: "<TargetFrameworks>net10.0;netstandard2.1</TargetFrameworks><OutputType>Library</OutputType>");
        project.Write("app/Program.cs", "public class Program { }");
        project.AddModel("keras2/label_image", "app/Models/label_image");

        project.Dotnet("build");

        Assert.All(
            ["net10.0", "netstandard2.1"],
            framework => Assert.True(project.Folder.Has($"app/obj/Debug/{framework}/KerasCompat/Models/label_image.contract.json")));
    }

    [Fact]
    public void The_model_of_a_library_reaches_the_application_that_references_it()
    {
        using var project = new TestProject("""<ItemGroup><ProjectReference Include="../library/library.csproj" /></ItemGroup>""");
        project.WriteProject("library/library.csproj", outputType: "Library");
        project.AddModel("keras2/label_image", "library/Models/label_image");

        project.Dotnet("publish");

        Assert.True(project.Folder.Has(BuiltProject.Output + "publish/Models/label_image/variables/variables.index"));
    }

    [Fact]
    public void Two_projects_may_build_the_same_model_at_once()
    {
        const string Shared = """<ItemGroup><KerasModel Include="../shared/model" /></ItemGroup>""";
        using var project = new TestProject(Shared);
        project.WriteProject("other/other.csproj", Shared);
        project.Write("other/Program.cs", "System.Console.WriteLine();");
        project.AddModel("keras2/label_image", "shared/model");
        project.Write("app/both.proj", """
            <Project>
              <Target Name="Build">
                <MSBuild Projects="app.csproj;../other/other.csproj" Targets="Restore" Properties="Step=Restore" />
                <MSBuild Projects="app.csproj;../other/other.csproj" BuildInParallel="true" />
              </Target>
            </Project>
            """);

        project.Dotnet("msbuild", "both.proj", "-m:2");

        Assert.Equal(Assert.Single(project.CompilerFiles("app")).ReadText(), Assert.Single(project.CompilerFiles("other")).ReadText());
    }

    [Fact]
    public void A_web_project_whose_content_includes_a_models_files_publishes_them_once()
    {
        using var project = new TestProject("""<ItemGroup><Content Include="Models/**" CopyToOutputDirectory="PreserveNewest" /></ItemGroup>""");
        project.AddModel("keras2/label_image", "app/Models/label_image");

        project.Dotnet("publish");

        Assert.True(project.Folder.Has(BuiltProject.Output + "publish/Models/label_image/saved_model.pb"));
    }

    [Fact]
    public void A_model_that_the_project_names_and_that_is_not_there_is_an_error_at_the_project()
    {
        using var project = new TestProject("""<ItemGroup><KerasModel Include="../elsewhere/missing" /></ItemGroup>""");

        BuildOutcome outcome = project.Run("build");

        Assert.Matches(@"app\.csproj : error KC0901: .*elsewhere/missing", outcome.Output);
    }

    [Fact]
    public void Two_models_that_would_be_copied_to_one_place_are_an_error_that_says_how_to_part_them()
    {
        using var project = new TestProject("""<ItemGroup><KerasModel Include="../a/model;../b/model" /></ItemGroup>""");
        project.AddModel("keras2/label_image", "a/model");
        project.AddModel("keras2/strings", "b/model");

        BuildOutcome outcome = project.Run("build");

        Assert.Matches(@"error KC0902: .*'\.\./a/model'.*'\.\./b/model'.*Link=", outcome.Output);
    }

    [Theory]
    [InlineData("100% sure; really")]
    [InlineData("a'b $(c) @(d)")]
    [InlineData("#1 [model]")]
    public void Folders_may_be_named_with_what_MSBuild_takes_for_its_own_syntax(string name)
    {
        using var project = new TestProject();
        project.AddModel("keras2/label_image", $"app/{name}");

        project.Dotnet("build");

        Assert.True(project.Folder.Has($"app/bin/Debug/net10.0/{name}/saved_model.pb"));
    }
}
