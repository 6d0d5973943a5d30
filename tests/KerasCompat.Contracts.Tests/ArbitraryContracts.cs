using FsCheck;
using FsCheck.Fluent;

namespace KerasCompat.Contracts.Tests;

/// <summary>Contracts with any text where text may stand: models name their tensors as they like.</summary>
public static class ArbitraryContracts
{
    private static readonly Gen<string> Text = Gen.OneOf(
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get),
        Gen.Elements("", "\"", "\\", "\u2028", "\ud800", "\udc00\ud800", "画像", "a*/ b\n</summary>;", "\u202e", "\0", "😀", "true", "1.5"));

    private static readonly Gen<TensorShape> Shapes = Gen.OneOf(
        Gen.Constant(TensorShape.UnknownRank),
        Gen.Elements(-1L, 0L, 1L, 7L, long.MaxValue).ArrayOf().Select(sizes => new TensorShape(sizes)));

    private static readonly Gen<TensorLiteral?> Literals = Gen.OneOf(
        Gen.Constant<TensorLiteral?>(null),
        from shape in Shapes
        from values in Gen.OneOf(Text, Gen.Elements("1", "-0", "1.5E-05", "NaN", "-Infinity", "false", "01", "1.", "+1")).ArrayOf()
        select new TensorLiteral(shape, new(values)));

    private static readonly Gen<TensorContract> Tensors =
        from key in Text
        from name in Gen.OneOf(Gen.Constant<string?>(null), Text.Select(text => (string?)text))
        from dtype in Gen.Elements(Enum.GetValues<DType>())
        from shape in Shapes
        from encoding in Gen.Elements(Enum.GetValues<TensorEncoding>())
        from graphTensors in Text.ArrayOf()
        from literal in Literals
        select new TensorContract(key, name, dtype, shape, encoding, new(graphTensors), literal);

    private static readonly Gen<SignatureContract> Signatures =
        from key in Text
        from method in Text
        from inputs in Tensors.ArrayOf()
        from outputs in Tensors.ArrayOf()
        select new SignatureContract(key, method, new(inputs.DistinctBy(t => t.Key)), new(outputs.DistinctBy(t => t.Key)));

    public static Arbitrary<ModelContract> Contract() => (
        from tags in Text.ArrayOf()
        from tensorFlow in Gen.OneOf(Gen.Constant<string?>(null), Text.Select(text => (string?)text))
        from keras in Gen.OneOf(Gen.Constant<string?>(null), Text.Select(text => (string?)text))
        from fingerprint in Gen.OneOf(Gen.Constant<string?>(null), Text.Select(text => (string?)text))
        from signatures in Signatures.ArrayOf()
        select new ModelContract(
            new(tags.Order(StringComparer.Ordinal)),
            new Producer(tensorFlow, keras),
            fingerprint,
            new(signatures.DistinctBy(s => s.Key).OrderBy(s => s.Key, StringComparer.Ordinal)))).ToArbitrary();
}
