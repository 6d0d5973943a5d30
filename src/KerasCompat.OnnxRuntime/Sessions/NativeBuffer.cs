using System.Runtime.InteropServices;

namespace KerasCompat.OnnxRuntime.Sessions;

/// <summary>Memory that does not move, so that ONNX Runtime can be bound to it once for many calls. Grows, never shrinks.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    // One cache line, and what ONNX Runtime's own allocator guarantees.
    private const nuint Alignment = 64;

    private void* _pointer;
    private nuint _capacity;

    ~NativeBuffer() => Free();

    /// <summary>The first byte.</summary>
    public byte* Pointer => (byte*)_pointer;

    /// <summary>Makes room. What the buffer held is lost when it has to grow.</summary>
    /// <param name="bytes">How many bytes are needed.</param>
    /// <returns>Whether the memory moved.</returns>
    public bool Reserve(long bytes)
    {
        nuint wanted = (nuint)Math.Max(bytes, 1);
        if (wanted <= _capacity)
        {
            return false;
        }

        // At least half as much again, so that slowly growing shapes do not move the buffer at every call.
        nuint capacity = Math.Max(wanted, _capacity + (_capacity / 2));
        // First the new: where there is no memory for it, the old is still bound to.
        void* larger = NativeMemory.AlignedAlloc(capacity, Alignment);
        Free();
        _pointer = larger;
        _capacity = capacity;
        return true;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
        _capacity = 0;
    }
}
