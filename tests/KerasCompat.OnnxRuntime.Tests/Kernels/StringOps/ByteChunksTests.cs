using FsCheck;
using FsCheck.Xunit;
using KerasCompat.OnnxRuntime.Kernels.Strings;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.StringOps;

public sealed class ByteChunksTests
{
    [Property(MaxTest = 100)]
    public void Texts_of_one_tensor_share_no_bytes_whatever_the_tensors_before_it_were(NonNegativeInt[][] tensors, NonNegativeInt expected)
    {
        var chunks = new ByteChunks();
        foreach (NonNegativeInt[] lengths in tensors)
        {
            chunks.Begin(expected.Get);
            var texts = new List<ReadOnlyMemory<byte>>();
            foreach ((NonNegativeInt length, int i) in lengths.Select((length, i) => (length, i)))
            {
                // Some are longer than a chunk, and some need less than the room they asked for.
                int size = i % 7 == 6 ? length.Get * 5000 : length.Get;
                chunks.Room(size + (i % 3)).Fill((byte)i);
                texts.Add(chunks.Take(size));
            }

            Assert.Equal(
                lengths.Select((length, i) => i % 7 == 6 ? length.Get * 5000 : length.Get),
                texts.Select((text, i) => text.Span.IndexOfAnyExcept((byte)i) < 0 ? text.Length : -1));
        }
    }
}
