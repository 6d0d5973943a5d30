namespace KerasCompat.Engines;

/// <summary>Copies the elements of string tensors out of an engine's buffers.</summary>
internal static class StringElements
{
    /// <summary>Copies that outlive the call. All lie in one block, so that the garbage collector sees one object instead of one per element.</summary>
    /// <param name="elements">The elements.</param>
    public static ReadOnlyMemory<byte>[] Copy(ReadOnlySpan<ReadOnlyMemory<byte>> elements)
    {
        int length = 0;
        foreach (ReadOnlyMemory<byte> element in elements)
        {
            length = checked(length + element.Length);
        }

        byte[] block = GC.AllocateUninitializedArray<byte>(length);
        var copies = new ReadOnlyMemory<byte>[elements.Length];
        int start = 0;
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i].Span.CopyTo(block.AsSpan(start));
            copies[i] = block.AsMemory(start, elements[i].Length);
            start += elements[i].Length;
        }

        return copies;
    }
}
