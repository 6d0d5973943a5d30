using System.Globalization;
using System.Text;
using KerasCompat.SavedModel;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// Attributes of an ONNX node by name, in the order given: <see cref="long"/>, <see cref="float"/>, <see cref="string"/>, arrays of
/// these, constants, and <see cref="OnnxScope"/> for a body.
/// </summary>
internal sealed class OnnxAttributes : Dictionary<string, object>
{
    public OnnxAttributes()
        : base(StringComparer.Ordinal)
    {
    }

    public static OnnxAttributes None { get; } = [];

    public bool HasBody => Values.Any(v => v is OnnxScope);

    public long Int(string name, long defaultValue) => TryGetValue(name, out object? value) && value is long number ? number : defaultValue;

    public long[]? Ints(string name) => TryGetValue(name, out object? value) ? value as long[] : null;

    public string Text(string name, string defaultValue) => TryGetValue(name, out object? value) && value is string text ? text : defaultValue;

    /// <summary>Equal texts mean equal attributes; used to recognise a node that was written before.</summary>
    public string Fingerprint()
    {
        if (Count == 0)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (string name in this.SortedKeys())
        {
            text.Append(name).Append('=').Append(Fingerprint(this[name])).Append(';');
        }

        return text.ToString();
    }

    private static string? Fingerprint(object value) => value switch
    {
        long[] numbers => string.Join(',', numbers),
        float[] numbers => string.Join(',', numbers.Select(n => BitConverter.SingleToInt32Bits(n).ToString(CultureInfo.InvariantCulture))),
        float number => BitConverter.SingleToInt32Bits(number).ToString(CultureInfo.InvariantCulture),
        string[] texts => string.Join('\0', texts),
        ConstantTensor tensor => tensor.ContentKey,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
