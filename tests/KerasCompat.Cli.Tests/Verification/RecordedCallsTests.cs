using FsCheck.Xunit;
using KerasCompat.Cli.Verification;

namespace KerasCompat.Cli.Tests.Verification;

public sealed class RecordedCallsTests : IDisposable
{
    private static readonly string Valid = File.ReadAllText(TestModels.PathOf("keras2/label_image.cases.json"));
    private readonly TemporaryFolder _folder = new();

    [Property]
    public void A_damaged_file_is_read_or_refused_with_a_reason(int place, char damage, bool cut)
    {
        int at = (int)((uint)place % (uint)Valid.Length);
        string file = _folder["x.cases.json"];
        File.WriteAllText(file, cut ? Valid[..at] : Valid[..at] + damage + Valid[(at + 1)..]);

        try
        {
            RecordedCalls.Read(file);
        }
        catch (ModelFormatException error)
        {
            Assert.Contains("x.cases.json", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Numbers_that_JSON_lacks_are_words()
    {
        string file = _folder["x.cases.json"];
        File.WriteAllText(
            file,
            """{"cases": [{"name": "a", "signature": "s", "inputs": [{"name": "x", "datatype": "FP16", "shape": [3], "data": ["nan", "inf", "-inf"]}], "outputs": []}]}""");

        Half[] values = [.. RecordedCalls.Read(file).Calls[0].Inputs[0].Value.Values<Half>()];

        Assert.Equal([Half.NaN, Half.PositiveInfinity, Half.NegativeInfinity], values);
    }

    public void Dispose() => _folder.Dispose();
}
