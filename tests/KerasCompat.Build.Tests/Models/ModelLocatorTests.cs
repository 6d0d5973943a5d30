namespace KerasCompat.Build.Models;

public sealed class ModelLocatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_model_is_named_by_its_folder_relative_to_the_project()
    {
        _folder.Write("project/Models/label_image/saved_model.pb", "");

        ModelLocation model = LocateOne(Found("Models/label_image"));

        Assert.Equal("Models/label_image", model.Name);
    }

    [Theory]
    [InlineData("Models/label_image/")]
    [InlineData("Models\\label_image")]
    [InlineData("./Models/label_image")]
    [InlineData("Models/other/../label_image")]
    [InlineData("Models/label_image/saved_model.pb")]
    public void However_a_folder_is_written_its_name_is_the_same(string include)
    {
        _folder.Write("project/Models/label_image/saved_model.pb", "");

        Assert.Equal("Models/label_image", LocateOne(Named(include)).Name);
    }

    [Fact]
    public void An_absolute_folder_inside_the_project_is_named_relative_to_it()
    {
        Assert.Equal("Models/label_image", LocateOne(Named(_folder["project/Models/label_image"])).Name);
    }

    [Fact]
    public void A_model_inside_the_project_lies_at_run_time_where_it_lies_in_the_project()
    {
        Assert.Equal("Models/label_image", LocateOne(Found("Models/label_image")).DeployPath);
    }

    [Fact]
    public void A_model_outside_the_project_keeps_the_name_that_the_code_states()
    {
        Assert.Equal("../elsewhere/model", LocateOne(Named("../elsewhere/model")).Name);
    }

    [Fact]
    public void A_model_outside_the_project_lies_inside_the_application_at_run_time()
    {
        Assert.Equal("model", LocateOne(Named("../elsewhere/model")).DeployPath);
    }

    [Fact]
    public void A_version_outside_the_project_keeps_its_models_name_at_run_time()
    {
        Assert.Equal("served/2", LocateOne(Named("../served/2")).DeployPath);
    }

    [Theory]
    [InlineData("Models/mine")]
    [InlineData(@"Models\mine\")]
    [InlineData("/Models/mine")]
    [InlineData("./Models/other/../mine")]
    public void A_link_names_a_model_as_if_it_lay_in_the_project(string link)
    {
        ModelLocation model = LocateOne(Named("../elsewhere/model", link: link));

        Assert.Equal(("Models/mine", "Models/mine"), (model.Name, model.DeployPath));
    }

    [Fact]
    public void A_link_that_leads_out_of_the_project_does_not_lead_out_of_the_application()
    {
        ModelLocation model = LocateOne(Named("../elsewhere/model", link: "Models/../../mine"));

        Assert.Equal(("../mine", "mine"), (model.Name, model.DeployPath));
    }

    [Fact]
    public void The_newest_version_of_a_folder_of_versions_is_taken()
    {
        _folder.Write("project/Models/served/2/saved_model.pb", "");
        _folder.Write("project/Models/served/10/saved_model.pb", "");

        ModelLocation model = LocateOne(Named("Models/served"));

        Assert.Equal(_folder["project/Models/served/10"], model.Folder);
    }

    [Fact]
    public void A_version_without_a_model_in_it_is_passed_over()
    {
        _folder.Write("project/Models/served/1/saved_model.pb", "");
        _folder.Write("project/Models/served/2/upload_in_progress", "");

        Assert.Equal(_folder["project/Models/served/1"], LocateOne(Named("Models/served")).Folder);
    }

    [Fact]
    public void Versions_that_were_found_are_one_model_named_by_the_folder_around_them()
    {
        _folder.Write("project/Models/served/1/saved_model.pb", "");
        _folder.Write("project/Models/served/2/saved_model.pb", "");

        ModelLocation model = LocateOne(Found("Models/served/1"), Found("Models/served/2"));

        Assert.Equal(("Models/served", _folder["project/Models/served/2"]), (model.Name, model.Folder));
    }

    [Fact]
    public void A_version_that_the_project_names_is_that_version()
    {
        _folder.Write("project/Models/served/1/saved_model.pb", "");
        _folder.Write("project/Models/served/2/saved_model.pb", "");

        ModelLocation model = LocateOne(Named("Models/served/1"));

        Assert.Equal(("Models/served/1", _folder["project/Models/served/1"]), (model.Name, model.Folder));
    }

    [Fact]
    public void The_committed_contract_stands_beside_the_models_folder()
    {
        Assert.Equal(_folder["project/Models/label_image.contract.json"], LocateOne(Found("Models/label_image")).LockFile);
    }

    [Fact]
    public void The_committed_contract_of_versions_stands_beside_the_folder_around_them()
    {
        _folder.Write("project/Models/served/7/saved_model.pb", "");

        Assert.Equal(_folder["project/Models/served.contract.json"], LocateOne(Found("Models/served/7")).LockFile);
    }

    [Fact]
    public void A_project_may_keep_a_committed_contract_anywhere()
    {
        ModelLocation model = LocateOne(new ModelSource("Models/label_image", Link: null, Contract: "contracts/label.json", IsDefault: false));

        Assert.Equal(_folder["project/contracts/label.json"], model.LockFile);
    }

    [Fact]
    public void What_the_project_says_of_a_model_replaces_what_was_found()
    {
        ModelSource named = new("Models/label_image", Link: null, Contract: "contracts/label.json", IsDefault: false);

        ModelLocation model = LocateOne(named, Found("Models/label_image"));

        Assert.Equal(_folder["project/contracts/label.json"], model.LockFile);
    }

    [Fact]
    public void Models_are_in_the_order_of_their_names()
    {
        IReadOnlyList<ModelLocation> models = Locate(Found("b"), Found("a/z"), Found("a"));

        Assert.Equal(["a", "a/z", "b"], models.Select(model => model.Name));
    }

    public void Dispose() => _folder.Dispose();

    private static ModelSource Found(string include) => new(include, Link: null, Contract: null, IsDefault: true);

    private static ModelSource Named(string include, string? link = null) => new(include, link, Contract: null, IsDefault: false);

    private IReadOnlyList<ModelLocation> Locate(params ModelSource[] sources) => ModelLocator.Locate(sources, _folder["project"]);

    private ModelLocation LocateOne(params ModelSource[] sources) => Assert.Single(Locate(sources));
}
