namespace KerasCompat.OnnxRuntime.Tests.Ops;

/// <summary>Cases of a test by their names, each in each way.</summary>
internal sealed class OpCases
{
    private readonly Dictionary<string, OneOp> _cases = [];

    public void Add(string name, OneOp op) => _cases.Add(name, op);

    public void Check(string name, Way way) => _cases[name].Check(way);

    public TheoryData<string, Way> In(params Way[] ways)
    {
        var data = new TheoryData<string, Way>();
        foreach (string name in _cases.Keys)
        {
            foreach (Way way in ways.Length == 0 ? Enum.GetValues<Way>() : ways)
            {
                data.Add(name, way);
            }
        }

        return data;
    }
}
