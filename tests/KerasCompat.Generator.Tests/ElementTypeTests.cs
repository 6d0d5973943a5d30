using KerasCompat.Contracts;
using KerasCompat.Generator.Tests.Running;

namespace KerasCompat.Generator.Tests;

/// <summary>Every element type that has values in C# goes in and comes out unchanged.</summary>
public sealed class ElementTypeTests
{
    public static TheoryData<DType, string, string> Elements => new()
    {
        { DType.Bool, "true", "True" },
        { DType.Int8, "(sbyte)-5", "-5" },
        { DType.UInt8, "(byte)200", "200" },
        { DType.Int16, "short.MinValue", "-32768" },
        { DType.UInt16, "ushort.MaxValue", "65535" },
        { DType.Int32, "int.MinValue", "-2147483648" },
        { DType.UInt32, "uint.MaxValue", "4294967295" },
        { DType.Int64, "long.MinValue", "-9223372036854775808" },
        { DType.UInt64, "ulong.MaxValue", "18446744073709551615" },
        { DType.Float16, "(Half)1.5f", "1.5" },
        { DType.Float32, "1.5f", "1.5" },
        { DType.Float64, "1e300", "1E+300" },
        { DType.BFloat16, "(ushort)0x3f80", "16256" },
        { DType.Complex128, "new System.Numerics.Complex(1, 2)", "<1; 2>" },
    };

    [Theory]
    [MemberData(nameof(Elements))]
    public void Elements_of_a_tensor_pass_unchanged(DType dtype, string element, string text)
    {
        string result = Echo(dtype, new TensorShape(-1, 1), $"Tensor.Create(new[] {{ {element} }}, [1, 1])");

        Assert.Equal($"PredictResult {{ Y = [1,1] {{ {text} }} }}", result);
    }

    [Theory]
    [MemberData(nameof(Elements))]
    public void A_scalar_is_a_plain_value(DType dtype, string element, string text) =>
        Assert.Equal($"PredictResult {{ Y = {text} }}", Echo(dtype, TensorShape.Scalar, element));

    [Fact]
    public void Strings_are_text_and_bytes()
    {
        FakeEngine engine = new(Strings(), FakeTensor.OfStrings("y", [2], [0xff, 0x41], [0xc3, 0xa9]));

        string result = ClientProgram.Run(Strings(), engine, """
            var result = client.Predict(new[] { "é", "" });
            return string.Join(" ", result.Y[0], result.Y[1], result.YBytes[0].Span[0]);
            """);

        Assert.Equal("\ufffdA é 255", result);
        Assert.Equal("x: string[2] { Ã©,  }", engine.Inputs[0].DescribeStrings());
    }

    [Fact]
    public void Bytes_pass_exactly()
    {
        FakeEngine engine = new(Strings(), FakeTensor.OfStrings("y", [1], [1]));

        ClientProgram.Run(Strings(), engine, """
            return client.Predict(new ReadOnlyMemory<byte>[] { new byte[] { 0, 255 } }).ToString();
            """);

        Assert.Equal("x: string[1] { \0ÿ }", engine.Inputs[0].DescribeStrings());
    }

    [Fact]
    public void Strings_are_written_into_tensors_of_the_caller_as_text_or_bytes()
    {
        FakeEngine engine = new(Strings(), FakeTensor.OfStrings("y", [1], [0x41]));

        string result = ClientProgram.Run(Strings(), engine, """
            var text = new string[1];
            var bytes = new ReadOnlyMemory<byte>[1];
            client.Predict(new[] { "a" }, text);
            client.Predict(new ReadOnlyMemory<byte>[] { new byte[] { 1 } }, bytes);
            return text[0] + bytes[0].Length;
            """);

        Assert.Equal("A1", result);
    }

    [Fact]
    public void A_scalar_string_is_a_string()
    {
        ModelContract contract = TestContracts.OneToOne(
            TestContracts.Tensor("x", DType.String, TensorShape.Scalar), TestContracts.Tensor("y", DType.String, TensorShape.Scalar));
        FakeEngine engine = new(contract, FakeTensor.OfStrings("y", [], [0x42]));

        string result = ClientProgram.Run(contract, engine, """
            client.Predict("a", out string text);
            return text + client.Predict("a").Y + client.Predict(new byte[] { 1 }).YBytes.Length + client.Predict("a");
            """);

        Assert.Equal("BB1PredictResult { Y = \"B\" }", result);
    }

    [Fact]
    public void A_null_string_is_refused_with_its_place()
    {
        var exception = Assert.Throws<ModelArgumentException>(
            () => ClientProgram.Run(Strings(), new FakeEngine(Strings()), "return client.Predict(new[] { \"a\", null! }).ToString();"));

        Assert.Equal("Model 'Models/m', signature 'serving_default', input 'x' (key 'x'): element 1 is null.", exception.Message);
    }

    private static ModelContract Strings() => TestContracts.OneToOne(
        TestContracts.Tensor("x", DType.String, -1), TestContracts.Tensor("y", DType.String, -1));

    private static string Echo(DType dtype, TensorShape shape, string argument)
    {
        ModelContract contract = TestContracts.OneToOne(TestContracts.Tensor("x", dtype, shape), TestContracts.Tensor("y", dtype, shape));
        FakeEngine engine = new(contract) { Echoes = ("x", "y") };
        return ClientProgram.Run(contract, engine, $"return client.Predict({argument}).ToString();");
    }
}
