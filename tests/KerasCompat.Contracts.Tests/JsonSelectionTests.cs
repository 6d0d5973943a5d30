using FsCheck.Xunit;
using KerasCompat.Contracts.Json;

namespace KerasCompat.Contracts.Tests;

public class JsonSelectionTests
{
    private const string Text = """
        {"rest": {"deep": [1, {"name": "no", "quote": "\"", "u": "\u00e4"}, null, true, -1.5e3, NaN]}, "name": "m", "inner": {"name": "i", "other": []}, "all": {"x": [1, "y"]}, "list": [{"name": "a", "z": 0}, {"name": "b"}]}
        """;

    private static readonly JsonSelection Selection = new("", new("name"), new("inner", new JsonSelection("name")), new("all"), new("list", new JsonSelection("name")));

    [Fact]
    public void Selected_members_are_read_whole_and_others_are_not_there()
    {
        JsonValue value = Parse(Text, Selection);

        Assert.Equal("name=m inner={name=i} all={x=[1,y]} list=[{name=a},{name=b}]", Outline(value)[1..^1]);
    }

    [Fact]
    public void A_member_that_is_passed_over_may_stand_twice()
    {
        JsonValue value = Parse("""{"rest": 1, "name": "m", "rest": 2}""", Selection);

        Assert.Equal("{name=m}", Outline(value));
    }

    [Fact]
    public void A_selected_member_that_stands_twice_is_refused() =>
        Assert.Throws<ModelFormatException>(() => Parse("""{"name": "m", "rest": 1, "name": "n"}""", Selection));

    [Property(MaxTest = 1000)]
    public void What_is_passed_over_must_be_JSON_as_what_is_read(ushort position, char unit, bool truncate)
    {
        int at = position % Text.Length;
        string damaged = truncate ? Text[..at] : Text[..at] + unit + Text[(at + 1)..];

        Assert.Equal(IsRefused(damaged, JsonSelection.Everything), IsRefused(damaged, Selection));
    }

    private static bool IsRefused(string text, JsonSelection selection)
    {
        try
        {
            Parse(text, selection);
            return false;
        }
        catch (ModelFormatException)
        {
            return true;
        }
    }

    private static JsonValue Parse(string text, JsonSelection selection) => JsonReader.Parse(new JsonSource(text, "file", "remedy"), selection);

    private static string Outline(JsonValue value) => value.Kind switch
    {
        JsonKind.Object => "{" + string.Join(' ', value.Members.Select(member => member.Key + "=" + Outline(member.Value))) + "}",
        JsonKind.Array => "[" + string.Join(',', value.Items.Select(Outline)) + "]",
        _ => value.Text,
    };
}
