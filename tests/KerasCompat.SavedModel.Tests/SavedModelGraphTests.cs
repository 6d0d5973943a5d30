using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.SavedModel.Tests;

public class SavedModelGraphTests
{
    public static TheoryData<string> Models => TestModel.All;

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_has_a_graph_with_the_outputs_of_its_signatures(string model)
    {
        SavedModelGraph graph = SavedModelGraph.Load(TestModel.Folder(model));

        HashSet<string> nodes = [.. graph.MetaGraph.GraphDef.Node.Select(node => node.Name)];
        Assert.All(
            graph.MetaGraph.SignatureOutputs.Values.SelectMany(outputs => outputs),
            tensor => Assert.Contains(tensor.Split(':')[0], nodes));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_constant_of_every_graph_decodes(string model)
    {
        SavedModelGraph graph = SavedModelGraph.Load(TestModel.Folder(model));

        foreach (Protos.NodeDef node in graph.MetaGraph.GraphDef.Node.Concat(graph.MetaGraph.GraphDef.Library.SelectMany(function => function.Parse().NodeDef)))
        {
            if (node.Op == "Const")
            {
                ConstantTensor constant = ConstantTensor.FromProto(node.Attr["value"].Tensor!);
                Assert.Equal(node.Attr["dtype"].Type, constant.DType);
            }
        }
    }

    [Fact]
    public void A_meta_graph_is_chosen_by_its_tags()
    {
        string folder = TestModel.Folder("keras2/version1_two_graphs");
        SavedModelProto model = SavedModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "saved_model.pb")));
        foreach (MetaGraphDef expected in model.MetaGraphs)
        {
            SavedModelGraph graph = SavedModelGraph.Load(folder, [.. expected.MetaInfoDef.Tags.Reverse()]);

            Assert.Equal(expected.GraphDef.Node.Select(node => node.Name), graph.MetaGraph.GraphDef.Node.Select(node => node.Name));
        }
    }

    [Fact]
    public void Damage_in_a_function_is_told_by_its_byte_in_the_file()
    {
        using var folder = new TemporaryFolder();
        byte[] model = File.ReadAllBytes(Path.Combine(TestModel.Folder("keras2/label_image"), "saved_model.pb"));
        string node = SavedModelGraph.Load(TestModel.Folder("keras2/label_image")).MetaGraph.GraphDef.Library
            .SelectMany(function => function.Parse().NodeDef).Select(node => node.Name).First(name => Places(model, name) is [_]);
        int name = Places(model, node)[0];
        model[name + 2] = 0xFF;
        File.WriteAllBytes(Path.Combine(folder.Path, "saved_model.pb"), model);

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => SavedModelGraph.Load(folder.Path));

        Assert.Equal($"byte {name + 1}", exception.Place);
    }

    /// <summary>Where a name stands as field 1 of a message.</summary>
    private static List<int> Places(byte[] model, string name)
    {
        byte[] field = [0x0A, (byte)name.Length, .. System.Text.Encoding.UTF8.GetBytes(name)];
        var places = new List<int>();
        for (int at = model.AsSpan().IndexOf(field); at >= 0;)
        {
            places.Add(at);
            int next = model.AsSpan(at + 1).IndexOf(field);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return places;
    }

    [Theory]
    [InlineData("../saved_model.pb")]
    [InlineData("/etc/hostname")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void An_asset_never_leads_out_of_the_model_s_folder(string fileName)
    {
        SavedModelGraph graph = SavedModelGraph.Load(TestModel.Folder("keras2/label_image"));

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => graph.AssetPath(fileName));

        Assert.Contains("leads out", exception.Problem, StringComparison.Ordinal);
    }
}
