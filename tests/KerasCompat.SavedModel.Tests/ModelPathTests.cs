using System.Text;
using KerasCompat.SavedModel.Checkpoints;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.SavedModel.Tests;

public class ModelPathTests
{
    [Theory]
    [InlineData("keras2/label_image", ModelPathKind.SavedModel)]
    [InlineData("keras2/label_image/saved_model.pb", ModelPathKind.SavedModel)]
    [InlineData("keras2", ModelPathKind.ParentFolder)]
    [InlineData("keras2/label_image/variables", ModelPathKind.Checkpoint)]
    [InlineData("wrong/keras3.keras", ModelPathKind.KerasArchive)]
    [InlineData("wrong/keras2.h5", ModelPathKind.Hdf5)]
    [InlineData("wrong/model.tflite", ModelPathKind.TensorFlowLite)]
    [InlineData("wrong/frozen_graph.pb", ModelPathKind.FrozenGraph)]
    [InlineData("wrong/checkpoint_only", ModelPathKind.Checkpoint)]
    [InlineData("wrong/empty_folder", ModelPathKind.EmptyFolder)]
    [InlineData("wrong/empty_pb", ModelPathKind.EmptyFile)]
    [InlineData("wrong/no_such_model", ModelPathKind.Missing)]
    [InlineData("perf/mobilenet_v2.tf2onnx.onnx", ModelPathKind.Onnx)]
    [InlineData("keras2/label_image.truth.json", ModelPathKind.Unknown)]
    public void What_lies_at_a_path_is_told(string path, ModelPathKind kind) =>
        Assert.Equal(kind, ModelPath.Classify(TestModel.Folder(path)));

    [Theory]
    [InlineData("wrong/keras3.keras", "Keras archive", ".export(folder)")]
    [InlineData("wrong/keras2.h5", "HDF5", ".export(folder)")]
    [InlineData("wrong/model.tflite", "TensorFlow Lite", "converted from")]
    [InlineData("wrong/frozen_graph.pb", "frozen", "no signatures|tf.saved_model.save")]
    [InlineData("wrong/checkpoint_only", "checkpoint", "load_weights")]
    [InlineData("wrong/empty_folder", "empty", "saved_model.pb")]
    [InlineData("wrong/empty_pb", "empty", "save the model again")]
    [InlineData("wrong/garbage", "", "save the model again")]
    [InlineData("wrong/truncated", "", "save the model again")]
    [InlineData("wrong/no_such_model", "no file or folder", "saved_model.pb")]
    public void What_people_pass_by_mistake_is_refused_with_the_way_to_a_SavedModel(string path, string problem, string remedy)
    {
        string folder = TestModel.Folder(path);

        ModelFormatException fromReader = Assert.Throws<ModelFormatException>(() => SavedModelReader.Read(folder));
        ModelFormatException fromGraph = Assert.Throws<ModelFormatException>(() => SavedModelGraph.Load(folder));

        Assert.Contains(problem, fromReader.Problem, StringComparison.Ordinal);
        Assert.Contains(remedy.Split('|')[^1], fromReader.Remedy, StringComparison.Ordinal);
        Assert.StartsWith(folder, fromReader.Path, StringComparison.Ordinal);
        Assert.Equal(fromReader.Remedy, fromGraph.Remedy);
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "git lfs pull")]
    [InlineData("\x08\x01\x12\x7f\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd", ".gitattributes")]
    public void A_file_that_Git_or_an_editor_spoiled_is_refused_with_what_to_do(string content, string remedy)
    {
        using var folder = new TemporaryFolder();
        folder.Write("saved_model.pb", Encoding.UTF8.GetBytes(content));

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => SavedModelReader.Read(folder.Path));

        Assert.Contains(remedy, exception.Remedy, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(folder.Path, "saved_model.pb"), exception.Path);
    }

    [Theory]
    [InlineData("keras_metadata.pb")]
    [InlineData("variables/variables.index")]
    [InlineData("variables/variables.data-00000-of-00001")]
    public void A_file_that_Git_LFS_did_not_fetch_is_refused_wherever_it_is_read(string file)
    {
        using var folder = new TemporaryFolder();
        foreach (string part in new[] { "saved_model.pb", "keras_metadata.pb", "variables/variables.index", "variables/variables.data-00000-of-00001" })
        {
            folder.Write(part, File.ReadAllBytes(TestModel.Folder($"keras2/label_image/{part}")));
        }

        folder.Write(file, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"u8.ToArray());

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() =>
        {
            SavedModelReader.Read(folder.Path);
            Checkpoint.Open(folder.Path)?.Dispose();
        });

        Assert.Contains("git lfs pull", exception.Remedy, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(folder.Path, file), exception.Path);
    }

    [Fact]
    public void A_folder_of_versions_is_refused_with_the_latest_of_them()
    {
        using var folder = new TemporaryFolder();
        byte[] model = File.ReadAllBytes(TestModel.Folder("keras2/label_image/saved_model.pb"));
        folder.Write("2/saved_model.pb", model);
        folder.Write("10/saved_model.pb", model);

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => SavedModelReader.Read(folder.Path));

        Assert.Equal(ModelPathKind.VersionsFolder, ModelPath.Classify(folder.Path));
        Assert.Contains(Path.Combine(folder.Path, "10"), exception.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_SavedModel_s_file_under_another_name_is_refused()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("model.pb", File.ReadAllBytes(TestModel.Folder("keras2/label_image/saved_model.pb")));

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => SavedModelReader.Read(file));

        Assert.Contains("must be called saved_model.pb", exception.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("saved_model.pbtxt", ModelPathKind.TextSavedModel)]
    [InlineData("model.weights.h5", ModelPathKind.KerasArchive)]
    [InlineData("notes.txt", ModelPathKind.Unknown)]
    [InlineData(".gitkeep", ModelPathKind.EmptyFolder)]
    public void A_folder_is_told_by_the_file_that_it_holds(string file, ModelPathKind kind)
    {
        using var folder = new TemporaryFolder();
        folder.Write(file, [1]);

        Assert.Equal(kind, ModelPath.Classify(folder.Path));
    }
}
