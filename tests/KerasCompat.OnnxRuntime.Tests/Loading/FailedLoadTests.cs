namespace KerasCompat.OnnxRuntime.Tests.Loading;

public class FailedLoadTests
{
    [Fact]
    public void A_model_that_was_refused_is_not_held_open()
    {
        using var folder = new TemporaryFolder();
        string model = Path.Combine(folder.Path, "saved_model.pb");
        File.Copy(Path.Combine(TestModels.PathOf("keras2/label_image"), "saved_model.pb"), model);
        File.WriteAllText(Path.Combine(folder.Path, "keras_metadata.pb"), "no metadata");

        Assert.Throws<ModelFormatException>(() => OnnxModelEngine.Load(folder.Path, new OnnxModelOptions { CacheFolder = null }));

        File.Open(model, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
    }
}
