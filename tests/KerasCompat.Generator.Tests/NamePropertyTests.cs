using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using KerasCompat.Contracts;
using KerasCompat.Generator.Tests.Running;

namespace KerasCompat.Generator.Tests;

/// <summary>Keys may hold anything. Whatever they hold, the client compiles and passes exactly them.</summary>
public sealed class NamePropertyTests
{
    [Property(MaxTest = 15, Arbitrary = [typeof(Keys)])]
    public void Any_keys_compile_and_reach_the_engine_as_they_are(KeySet keys)
    {
        ModelContract contract = TestContracts.Model(TestContracts.Signature(
            keys.Signature,
            [.. keys.Inputs.Select(key => TestContracts.Tensor(key, DType.Float32, -1))],
            [.. keys.Outputs.Select(key => TestContracts.Tensor(key, DType.Float32, -1))]));

        FakeEngine engine = new(contract, [.. keys.Outputs.Select(key => FakeTensor.Of(key, DType.Float32, [1], 1f))]);
        ClientProgram.CallEverything(contract, engine, keys.Signature);

        Assert.Equal(keys.Inputs, engine.Inputs.Select(input => input.Key));
        Assert.Equal([$"{keys.Signature}({string.Join(", ", keys.Inputs)}) -> {string.Join(", ", keys.Outputs)}"], engine.Prepared);
    }

    [Property(MaxTest = 20, Arbitrary = [typeof(Keys)])]
    public void Any_text_in_any_place_of_a_model_compiles(string[] texts)
    {
        string Text(int i) => texts.Length == 0 ? "" : texts[i % texts.Length];
        TensorContract input = TestContracts.Tensor(Text(0), DType.String, TensorShape.Scalar) with
        {
            Default = new TensorLiteral(TensorShape.Scalar, new([Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Text(1)))])),
        };
        ModelContract contract = TestContracts.Model(new SignatureContract(Text(2), Text(3), new([input]), default)) with
        {
            Tags = new([Text(4)]),
            Producer = new(Text(5), Text(6)),
        };
        string path = Parsing.ModelPaths.Canonical($"m{Text(7)}");

        UserProject.Of(
            $"[KerasCompat.KerasModel({Emitting.Literals.String(path)})] partial class Client;", ModelItem.Of(path, contract)).WithEngine().Generate().AssertCompiles();
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(Keys)])]
    public void A_path_as_the_build_writes_it_stays_as_it_is(string path)
    {
        string canonical = Parsing.ModelPaths.Canonical(path);

        Assert.Equal(canonical, Parsing.ModelPaths.Canonical(canonical));
        Assert.DoesNotContain('\\', canonical);
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(Keys)])]
    public void Any_key_becomes_a_name_that_csharp_takes(string key)
    {
        Assert.True(Parsing.Identifiers.IsValid(Parsing.Identifiers.Camel(key, "input")));
        Assert.True(Parsing.Identifiers.IsValid(Parsing.Identifiers.Pascal(key, "output")));
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(Keys)])]
    public void Any_key_in_documentation_is_one_line_of_well_formed_xml(string key)
    {
        string text = Emitting.XmlText.Code(key);

        Assert.Equal("c", System.Xml.Linq.XElement.Parse(text).Name.LocalName);
        Assert.DoesNotContain(text, character => character is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029');
    }

    /// <summary>The keys of one signature: no two inputs and no two outputs have the same.</summary>
    public sealed record KeySet(string Signature, string[] Inputs, string[] Outputs);

    private static class Keys
    {
        private static readonly string[] Hostile =
        [
            "", " ", "_", "__", "a", "A", "a_b", "aB", "a-b", "a b", "class", "value", "shapes", "call", "cancellationToken", "this", "_engine",
            "\"", "\"\"\"", "\"\"\"\"", "\\", "\\\"", "*/", "</summary>", "<!--", "-->", "]]>", "&amp;", "{0}", "{{", "}", "\0", "\r\n", "\u0085", "\u2028",
            "\ud800", "\udc00\ud800", "😀", "画像", "é", "e\u0301", "\u0301", "\u200d", "\ufeff", "1st", "1", "٣", "Ⅳ", "ǅ", "ß", "İ", "a:0", "a/b", "$x", "@x", "\u202eabc",
            "//", "#if", "#nullable disable", ";", "Predict", "predict", "Predict_Async", "ToString", "tostring", "Equals", "client", "Client", "IClient", "load", "create", "dispose",
            "predict_result", "PredictResult", "modelpath", "Score", "System", "global", "KerasCompat", "Sample", "string", "float", "__arglist", "nameof", "field", "record", "scoped", "async", "await", "var", "dynamic", "file", "required",
        ];

        public static Arbitrary<string> Key() => Gen.OneOf(
            Gen.Elements(Hostile),
            ArbMap.Default.GeneratorFor<string?>().Select(text => text ?? ""),
            Gen.Choose(0, char.MaxValue).Select(unit => (char)unit).ArrayOf().Select(units => new string(units)),
            from left in Gen.Elements(Hostile) from right in Gen.Elements(Hostile) select left + right).ToArbitrary();

        public static Arbitrary<KeySet> Set() => (
            from signature in Key().Generator
            from inputs in Key().Generator.ArrayOf(12)
            from outputs in Key().Generator.ArrayOf(6)
            select new KeySet(signature, [.. inputs.Distinct()], [.. outputs.Distinct()])).ToArbitrary();
    }
}
