using KerasCompat.Generator.Tests.Running;

namespace KerasCompat.Generator.Tests;

public sealed class SnapshotTests
{
    [Fact]
    public void Label_image()
    {
        Generated generated = UserProject.Of(
            """
            using KerasCompat;

            namespace Sample;

            [KerasModel("Models/label_image")]
            public sealed partial class LabelImageModel;
            """,
            ModelItem.Of("Models/label_image", TestContracts.LabelImage())).WithEngine().Generate();

        Snapshot.Verify(generated.AssertCompiles().Text);
    }
}
