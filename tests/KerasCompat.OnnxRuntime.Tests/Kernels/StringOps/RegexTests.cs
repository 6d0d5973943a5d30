using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.OnnxRuntime.Kernels.Strings;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.StringOps;

/// <summary>RE2's semantics (github.com/google/re2/wiki/Syntax and re2's own tests), where they differ from .NET's most of all.</summary>
public sealed class RegexTests
{
    [Theory]
    [InlineData("a+", "baaac", "b-c")]
    [InlineData("a*", "baac", "-b-c-")]
    [InlineData("", "é😀", "-é-😀-")]
    [InlineData("a|ab", "ab", "-b")]
    [InlineData("ab|a", "ab", "-")]
    [InlineData("(?:a|ab)(?:c|bcd)", "abcd", "-")]
    [InlineData("^a", "aa", "-a")]
    [InlineData("a$", "a\na\n", "a\na\n")]
    [InlineData("(?m)a$", "a\na\n", "-\n-\n")]
    [InlineData("(?m)^a", "a\naa", "-\n-a")]
    [InlineData("\\Aa|a\\z", "aba", "-b-")]
    [InlineData(".", "a\né", "-\n-")]
    [InlineData("(?s).", "a\né", "---")]
    [InlineData("(?s:.)a.", "\na\n\nab", "\na\n-")]
    [InlineData("\\d", "1\u0661", "-\u0661")]
    [InlineData("\\w", "aé_", "-é-")]
    [InlineData("\\W", "aé_", "a-_")]
    [InlineData("\\s", " \v\u00A0", "-\v\u00A0")]
    [InlineData("[[:space:]]", " \v\u00A0", "--\u00A0")]
    [InlineData("[[:^alpha:]]", "a1é", "a--")]
    [InlineData("\\bé|\\ba", "éa", "é-")]
    [InlineData("\\B", "ab", "a-b")]
    [InlineData("😀", "a😀b", "a-b")]
    [InlineData("[😀-😎]", "😀😎😏", "--😏")]
    [InlineData("[^a]", "a😀é", "a--")]
    [InlineData("[^\\x00-\\x{FFFF}]", "a😀", "a-")]
    [InlineData("[\\x{20000}-\\x{2A6DF}]", "字\U00020000", "字-")]
    [InlineData("😀{2}", "😀😀😀", "-😀")]
    [InlineData("\\p{Lu}", "aÉ\U00010400", "a--")]
    [InlineData("\\PL", "a1é", "a-é")]
    [InlineData("\\p{^L}", "a1é", "a-é")]
    [InlineData("[\\p{Nd}x]", "x1٣a", "---a")]
    [InlineData("\\p{Greek}+", "abγδ.", "ab-.")]
    [InlineData("\\p{Han}", "漢kana", "-kana")]
    [InlineData("(?i)k", "kK\u212A", "---")]
    [InlineData("(?i)straße", "STRAßE", "-")]
    [InlineData("(?i)[s]", "sS\u017F", "---")]
    [InlineData("(?i:a)a", "Aa aA", "- aA")]
    [InlineData("(?i)[^a]", "aAb", "aA-")]
    [InlineData("a{,2}", "a{,2}", "-")]
    [InlineData("a{2,3}?", "aaaa", "--")]
    [InlineData("(?U)a+", "aa", "--")]
    [InlineData("(?U)a+?", "aa", "-")]
    [InlineData("\\Qa.b\\E.", "a.bc axbc", "- axbc")]
    [InlineData("[]a]", "]a[", "--[")]
    [InlineData("[a-]", "a-b", "--b")]
    [InlineData("[\\]\\-]", "]-", "--")]
    [InlineData("\\101\\x42\\x{43}", "ABC", "-")]
    [InlineData("\\C", "é", "--")]
    [InlineData("(?P<name>a)(?<other>b)", "ab", "-")]
    [InlineData("^*a", "aa", "--")]
    [InlineData("#( )x", "# x", "-")]
    [InlineData("[!-/]|[:-@]|[\\[-`]|[{-~]|[\\p{P}]", "a-b\u2014c~", "a-b-c-")]
    public void A_pattern_finds_what_RE2_finds(string pattern, string text, string expected) => Assert.Equal(expected, Replace(pattern, text, "-"));

    [Theory]
    [InlineData("(a)(b)?", "ab a", "<\\1\\2>", "<ab> <a>")]
    [InlineData("(é)(😀)", "é😀", "\\2\\1\\0", "😀éé😀")]
    [InlineData("a", "a", "\\\\", "\\")]
    [InlineData("(a)", "aa", "\\2", "aa")]
    [InlineData("(a*)", "baac", "<\\1>", "<>b<aa>c<>")]
    [InlineData("a", "aa", "$0", "$0$0")]
    public void A_rewrite_refers_to_groups(string pattern, string text, string rewrite, string expected) => Assert.Equal(expected, Replace(pattern, text, rewrite));

    [Theory]
    [InlineData("[^a]|.", "\\xFF", "\\xFF")]
    [InlineData("a", "\\xFFa\\x80", "\\xFF-\\x80")]
    [InlineData("", "\\xE9\\x80", "-\\xE9-\\x80-")]
    [InlineData("\\C", "\\xFF", "-")]
    public void Bytes_that_are_not_UTF8_match_no_character_and_survive(string pattern, string text, string expected) =>
        Assert.Equal(Bytes(expected), KernelReplace(Encoding.UTF8.GetBytes(pattern), Bytes(text), "-"u8.ToArray()));

    [Theory]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("a**")]
    [InlineData("*")]
    [InlineData("a|*")]
    [InlineData("(?i)*")]
    [InlineData("[a")]
    [InlineData("[b-a]")]
    [InlineData("[a-\\d]")]
    [InlineData("\\8")]
    [InlineData("\\y")]
    [InlineData("\\")]
    [InlineData("a{2,1}")]
    [InlineData("a{1001}")]
    [InlineData("((a{100}){100}){100}")]
    [InlineData("(?=a)")]
    [InlineData("(?<=a)b")]
    [InlineData("(a)\\1")]
    [InlineData("\\p{Nothing}")]
    [InlineData("\\x{110000}")]
    [InlineData("\\x{D800}")]
    [InlineData("(?P<a-b>c)")]
    [InlineData("(?z)a")]
    [InlineData("[[:nothing:]]")]
    public void What_is_no_pattern_of_RE2_is_refused(string pattern) =>
        Assert.Contains("Invalid pattern", Assert.Throws<KernelException>(() => CompiledPattern.Create(Encoding.UTF8.GetBytes(pattern))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a", "aa", false)]
    [InlineData("a|aa", "aa", true)]
    [InlineData(".*", "é😀", true)]
    [InlineData(".*", "a\n", false)]
    [InlineData("", "", true)]
    [InlineData("a$", "a\n", false)]
    public void A_full_match_takes_the_whole_text(string pattern, string text, bool expected) =>
        Assert.Equal(expected, CompiledPattern.Create(Encoding.UTF8.GetBytes(pattern)).IsFullMatch(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Time_is_linear_in_the_text_for_patterns_that_make_others_backtrack() =>
        Assert.False(CompiledPattern.Create("(?:(?:a*)*)*b"u8).IsFullMatch(Encoding.UTF8.GetBytes(new string('a', 5000))));

    [Fact]
    public void A_match_that_leaves_out_an_optional_group_in_front_is_found() =>
        Assert.Equal("字_bbé<> <>__", Replace("(?:字[^😀é ])?[^b_][b 😎]", "字_bbééb ab__", "<>"));

    [Property(MaxTest = 500, Arbitrary = [typeof(Patterns)])]
    public void Simple_patterns_agree_with_a_naive_matcher(SimpleCase simple)
    {
        string pattern = simple.Pattern.Write();

        Assert.Equal((pattern, simple.Text, simple.Pattern.Replace(simple.Text, "<>")), (pattern, simple.Text, Replace(pattern, simple.Text, "<>")));
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(Patterns)])]
    public void What_matches_a_simple_pattern_can_be_removed(SimpleCase simple)
    {
        string pattern = simple.Pattern.Write();

        Assert.Equal((pattern, simple.Text, simple.Pattern.Replace(simple.Text, "")), (pattern, simple.Text, Replace(pattern, simple.Text, "")));
    }

    [Fact]
    public void Texts_whose_characters_were_removed_share_no_bytes()
    {
        var replacement = new PatternReplacement(CompiledPattern.Create("[!-/]"u8), RewriteTemplate.Create(""u8));
        var chunks = new ByteChunks();
        chunks.Begin(8);

        ReadOnlyMemory<byte>[] texts = [.. ((string[])["a-b", "-!-", "cd", "é,é"]).Select(text => replacement.Replace(Encoding.UTF8.GetBytes(text), all: true, chunks))];

        Assert.Equal(["ab", "", "cd", "éé"], texts.Select(text => Encoding.UTF8.GetString(text.Span)));
    }

    /// <summary>Some make .NET's engine backtrack for a quarter of a second before they are given up, hence not many.</summary>
    [Property(MaxTest = 100, Arbitrary = [typeof(Patterns)])]
    public void A_pattern_of_anything_is_refused_or_runs(AnyCase any)
    {
        try
        {
            CompiledPattern.Create(Encoding.UTF8.GetBytes(any.Pattern)).FindAll(Encoding.UTF8.GetBytes(any.Text), new Cuts());
        }
        catch (KernelException)
        {
        }
    }

    private static string Replace(string pattern, string text, string rewrite) =>
        Encoding.UTF8.GetString(KernelReplace(Encoding.UTF8.GetBytes(pattern), Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(rewrite)));

    private static byte[] KernelReplace(byte[] pattern, byte[] text, byte[] rewrite) =>
        new PatternReplacement(CompiledPattern.Create(pattern), RewriteTemplate.Create(rewrite)).Replace(text, all: true, new ByteChunks()).ToArray();

    private static byte[] Bytes(string escaped) => Encoding.Latin1.GetBytes(System.Text.RegularExpressions.Regex.Unescape(escaped));

    public sealed record SimpleCase
    {
        internal SimpleCase(NaivePattern pattern, string text) => (Pattern, Text) = (pattern, text);

        public string Text { get; }

        internal NaivePattern Pattern { get; }

        public override string ToString() => $"{Pattern.Write()} in '{Text}'";
    }

    public sealed record AnyCase(string Pattern, string Text);

    private static class Patterns
    {
        private static readonly string[] Runes = ["a", "b", "_", " ", "\n", "é", "字", "😀", "😎"];

        public static Arbitrary<SimpleCase> Simple() =>
            (from pattern in Gen.Sized(size => Tree(Math.Min(size, 6)))
             from text in Gen.Elements(Runes).ArrayOf()
             select new SimpleCase(pattern, string.Concat(text.Take(12)))).ToArbitrary();

        public static Arbitrary<AnyCase> Any()
        {
            string[] pieces = ["a", "b", "é", "😀", "(", ")", "(?:", "(?i)", "(?P<n>", "[", "]", "[^", "-", "\\", "\\d", "\\p{L}", "\\Q", "\\E", "\\x{41}", "*", "+", "?", "{2}", "{,3}", "{1,", "|", "^", "$", ".", "\\b", "[:alpha:]", "\n", " "];
            return (from pattern in Gen.Elements(pieces).ArrayOf()
                    from text in Gen.Elements(Runes).ArrayOf()
                    select new AnyCase(string.Concat(pattern.Take(15)), string.Concat(text.Take(20)))).ToArbitrary();
        }

        private static Gen<NaivePattern> Tree(int depth)
        {
            Gen<NaivePattern> leaf = Gen.OneOf(
                Gen.Elements(Runes).Select(rune => (NaivePattern)new NaivePattern.Character(rune)),
                from runes in Gen.Elements(Runes).NonEmptyListOf()
                from negated in Gen.Elements(true, false)
                select (NaivePattern)new NaivePattern.OneOf([.. runes.Take(3)], negated),
                Gen.Elements<NaivePattern>(new NaivePattern.Any(), new NaivePattern.Start(), new NaivePattern.End(), new NaivePattern.Boundary()));
            if (depth <= 1)
            {
                return leaf;
            }

            Gen<NaivePattern> inner = Tree(depth / 2);
            // Inside of a repetition only what takes a character: on empty rounds the naive matcher and automata differ by definition.
            return Gen.OneOf(
                leaf,
                from first in inner from second in inner select (NaivePattern)new NaivePattern.Sequence(first, second),
                from first in inner from second in inner select (NaivePattern)new NaivePattern.Either(first, second),
                from rune in Gen.Elements(Runes)
                from tail in inner
                from bounds in Gen.Elements((0, int.MaxValue), (1, int.MaxValue), (0, 1), (1, 3))
                from lazy in Gen.Elements(true, false)
                select (NaivePattern)new NaivePattern.Repeat(new NaivePattern.Sequence(new NaivePattern.Character(rune), tail), bounds.Item1, bounds.Item2, lazy));
        }
    }
}
