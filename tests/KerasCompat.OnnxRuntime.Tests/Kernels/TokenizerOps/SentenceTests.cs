using FsCheck;
using FsCheck.Fluent;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Kernels.Tokenizers.Sentences;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TokenizerOps;

/// <summary>The cases of TensorFlow Text's own tests (sentence_breaking_ops_test.py, state_based_sentence_breaker_op_test.py).</summary>
public sealed class SentenceTests
{
    private static readonly DType[] Outputs = [DType.Int64, DType.Int64, DType.Int64, DType.Int64, DType.Int64];

    /// <summary>Fragments are written start-limit:properties@terminal.</summary>
    [Theory]
    [InlineData("Welcome to the U.S. don't be surprised .", 3, "0-4:1@3 4-8:1@7")]
    [InlineData("I.B.M. yo", -1, "0-2:0@-1")]
    [InlineData("Welcome to the US ; don't be surprised .", -1, "0-9:1@8")]
    [InlineData("Welcome to the U.S. ! Harry", 3, "0-5:3@3 5-6:0@-1")]
    [InlineData("Wb Tang Clan ; ain't nothing", -1, "0-6:0@-1")]
    [InlineData("( Mushrooms are fungi ! ! )", -1, "0-7:15@4")]
    [InlineData("Mushrooms ( they're fungi ! ! ) are delicious .", -1, "0-7:7@4 7-10:1@9")]
    [InlineData("He agreed ... !", -1, "0-4:3@3")]
    public void Tokens_are_divided_where_a_sentence_may_end(string words, int acronym, string fragments)
    {
        string[] tokens = words.Split(' ');
        long[] places = new long[tokens.Length], properties = [.. tokens.Select((_, i) => i == acronym ? 256L : 0)];
        ModelTensor[] rows = Run(
            "SentenceFragments",
            Outputs,
            [Values([1], (long)tokens.Length), Values([tokens.Length], places), Values([tokens.Length], places), Strings([tokens.Length], tokens), Values([tokens.Length], properties)],
            ("input_encoding", StringOps.KernelStrings.Text("UTF-8")));

        Assert.Equal(fragments, Written(rows));
    }

    [Fact]
    public void Fragments_belong_to_their_texts()
    {
        ModelTensor[] rows = Run(
            "SentenceFragments",
            Outputs,
            [Values([3], 2L, 0, 2), Values([4], 0L, 0, 0, 0), Values([4], 0L, 0, 0, 0), Strings([4], "a", ".", "b", "c"), Values([4], 0L, 0, 0, 0)]);

        Assert.Equal([1L, 0, 1], rows[4].Values<long>().ToArray());
        Assert.Equal("0-2:1@1 0-2:0@-1", Written(rows));
    }

    [Fact]
    public void Numbers_of_tokens_that_do_not_fit_are_refused() => Assert.Throws<ModelCallException>(() => Run(
        "SentenceFragments", Outputs, [Values([1], 3L), Values([1], 0L), Values([1], 0L), Strings([1], "a"), Values([1], 0L)]));

    [Theory]
    [InlineData("Welcome to the U.S. don't be surprised.", "Welcome to the U.S.¦don't be surprised.")]
    [InlineData("I.B.M. yo", "I.B.M.¦yo")]
    [InlineData("Welcome to the US; don't be surprised.", "Welcome to the US; don't be surprised.")]
    [InlineData("Hello. Foo bar!", "Hello.¦Foo bar!")]
    [InlineData("Hello...foo bar", "Hello...¦foo bar")]
    [InlineData("Hello (who are you...) foo bar", "Hello (who are you...)¦foo bar")]
    [InlineData("Hello (who are you)? Foo bar!", "Hello (who are you)?¦Foo bar!")]
    [InlineData("Hello (who are you) world? Foo bar", "Hello (who are you) world?¦Foo bar")]
    [InlineData("Hello!!!!! Who are you??", "Hello!!!!!¦Who are you??")]
    [InlineData("Hello world :) Oh, hi :-O", "Hello world :)¦Oh, hi :-O")]
    [InlineData("Hello world :)! Hi.", "Hello world :)!¦Hi.")]
    [InlineData(":) :-\\ (=^..^=) |-O", ":)¦:-\\¦(=^..^=)¦|-O")]
    [InlineData("日本。語", "日本。¦語")]
    [InlineData("", "")]
    public void Texts_are_divided_where_a_sentence_may_end(string text, string fragments)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        ModelTensor[] rows = Run("SentenceFragmentsV2", Outputs, [Strings([1], text)]);

        Assert.Equal(
            fragments.Split('¦', StringSplitOptions.RemoveEmptyEntries),
            rows[0].Values<long>().ToArray().Zip(rows[1].Values<long>().ToArray(), (start, limit) => System.Text.Encoding.UTF8.GetString(bytes[(int)start..(int)limit]).Trim()));
    }

    [Fact]
    public void Fragments_follow_each_other_in_any_text() => Prop.ForAll(
        Gen.Elements(" ", ".", "...", "!", "(", ")", "''", ":-)", "A.", "a", "。", "\u3000", "…", "\"", "é").ListOf().ToArbitrary(),
        parts =>
        {
            byte[] text = System.Text.Encoding.UTF8.GetBytes(string.Concat(parts));
            var fragments = new List<SentenceFragment>();
            new TextFragmenter(text).Find(fragments);

            int at = 0;
            foreach (SentenceFragment fragment in fragments)
            {
                Assert.InRange(fragment.Start, at, text.Length);
                Assert.InRange(fragment.Limit, fragment.Start + 1, text.Length);
                at = fragment.Limit;
            }
        }).QuickCheckThrowOnFailure();

    private static string Written(ModelTensor[] rows) => string.Join(
        ' ',
        Enumerable.Range(0, (int)rows[0].Shape[0]).Select(i => $"{rows[0].Values<long>()[i]}-{rows[1].Values<long>()[i]}:{rows[2].Values<long>()[i]}@{rows[3].Values<long>()[i]}"));
}
