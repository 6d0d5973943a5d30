using System.Globalization;
using System.Numerics.Tensors;
using System.Text;
using System.Text.Json;

namespace KerasCompat.Generator.Tests.Running;

/// <summary>A tensor as TensorFlow recorded it in <c>NAME.cases.json</c> (tests/models): shape and flat elements.</summary>
internal sealed class RecordedTensor(JsonElement json)
{
    public string Key { get; } = json.GetProperty("name").GetString()!;

    public nint[] Shape { get; } = [.. json.GetProperty("shape").EnumerateArray().Select(length => (nint)length.GetInt64())];

    private JsonElement[] Data { get; } = [.. json.GetProperty("data").EnumerateArray()];

    /// <summary>The argument for a parameter: a tensor of its element type, or one element.</summary>
    public object ToArgument(Type parameter) => parameter.IsGenericType && parameter.GetGenericTypeDefinition() == typeof(Tensor<>)
        ? typeof(RecordedTensor).GetMethod(nameof(ToTensor))!.MakeGenericMethod(parameter.GetGenericArguments()[0]).Invoke(this, null)!
        : Element(Data[0], parameter);

    public Tensor<T> ToTensor<T>() => Tensor.Create(Array.ConvertAll(Data, element => (T)Element(element, typeof(T))), Shape);

    /// <summary>Asserts that an output of a client is this tensor, as closely as was recorded with it.</summary>
    public void AssertEqual(object output, double relative, double absolute)
    {
        if (output is Tensor<ReadOnlyMemory<byte>> or ReadOnlyMemory<byte>)
        {
            Assert.Equal(Data.Select(Bytes), Elements<ReadOnlyMemory<byte>>(output).Select(bytes => bytes.ToArray()));
            return;
        }

        double[] actual = output.GetType().IsGenericType
            ? (double[])typeof(RecordedTensor).GetMethod(nameof(Numbers))!.MakeGenericMethod(output.GetType().GetGenericArguments()[0]).Invoke(null, [output])!
            : [ToDouble(output)];
        double[] expected = [.. Data.Select(Number)];
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool isClose = double.IsFinite(expected[i])
                ? Math.Abs(actual[i] - expected[i]) <= absolute + (relative * Math.Abs(expected[i]))
                : actual[i].Equals(expected[i]);
            Assert.True(isClose, $"{Key}[{i}]: expected {expected[i]}, given {actual[i]}");
        }
    }

    public static double[] Numbers<T>(Tensor<T> tensor) => [.. Elements<T>(tensor).Select(element => ToDouble(element!))];

    private static IEnumerable<T> Elements<T>(object output) => output is Tensor<T> tensor ? [.. tensor] : [(T)output];

    private static object Element(JsonElement element, Type type) =>
        type == typeof(ReadOnlyMemory<byte>) ? new ReadOnlyMemory<byte>(Bytes(element))
        : type == typeof(Half) ? (Half)Number(element)
        : type == typeof(long) ? element.GetInt64()
        : type == typeof(ulong) ? element.GetUInt64()
        : type == typeof(bool) ? Number(element) != 0
        : Convert.ChangeType(Number(element), type, CultureInfo.InvariantCulture);

    private static double ToDouble(object element) => element is Half half ? (double)half : Convert.ToDouble(element, CultureInfo.InvariantCulture);

    private static byte[] Bytes(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? Encoding.UTF8.GetBytes(element.GetString()!)
        : element.GetProperty("base64").GetBytesFromBase64();

    private static double Number(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => element.GetString() switch { "nan" => double.NaN, "inf" => double.PositiveInfinity, _ => double.NegativeInfinity },
        _ => element.GetDouble(),
    };
}
