namespace KerasCompat.Contracts.Tests;

public sealed class EquatableArrayTests
{
    [Fact]
    public void Arrays_of_equal_elements_are_equal_and_have_the_same_hash_code()
    {
        EquatableArray<string> one = new(["a", "b"]), same = new(new List<string> { "a", "b" }), other = new(["b", "a"]);

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, other);
        Assert.True(one == same);
        Assert.True(one != other);
    }

    [Fact]
    public void The_default_is_an_empty_array()
    {
        EquatableArray<string> none = default;

        Assert.Empty(none);
        Assert.Equal(new EquatableArray<string>([]), none);
        Assert.Equal("[]", none.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => none[0]);
    }

    [Fact]
    public void What_it_was_made_of_can_change_without_it()
    {
        string[] source = ["a"];
        var array = new EquatableArray<string>(source);

        source[0] = "changed";

        Assert.Equal("a", array[0]);
    }

    [Fact]
    public void A_contract_that_is_printed_shows_its_tensors()
    {
        var tensor = new TensorContract("x", null, DType.Float32, new TensorShape(-1, 2), TensorEncoding.Dense, new(["x:0"]), null);

        Assert.Contains("[TensorContract { Key = x,", new SignatureContract("serve", "", new([tensor]), default).ToString(), StringComparison.Ordinal);
    }
}
