using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Build.Utilities;

namespace KerasCompat.Build;

public sealed class MSBuildTextTests
{
    [Property]
    public void Metadata_is_read_back_as_it_was_written(NonNull<string> text)
    {
        var item = new TaskItem("item");

        item.SetMetadata("Name", MSBuildText.Escape(text.Get));

        Assert.Equal(text.Get, item.GetMetadata("Name"));
    }

    [Property]
    public Property Names_made_of_special_characters_are_read_back_as_they_were_written() => Prop.ForAll(
        Gen.Elements("%$@'();?*2041".ToCharArray()).ArrayOf().ToArbitrary(),
        letters =>
        {
            string name = new(letters);
            var item = new TaskItem("item");
            item.SetMetadata("Name", MSBuildText.Escape(name));
            return item.GetMetadata("Name") == name;
        });
}
