using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Sessions;

namespace KerasCompat.OnnxRuntime.Tests.Calls;

public sealed class BoundInputTests
{
    [Fact]
    public void An_input_that_found_no_memory_stays_what_it_was()
    {
        using var input = new BoundInput(DType.String);
        input.Write([2]);

        // More elements than any array can have.
        Assert.Throws<OutOfMemoryException>(() => input.Write([int.MaxValue]));

        Assert.True(input.HasShape([2]));
        Assert.Equal(2, input.Strings.Length);
    }
}
