using System.Runtime.InteropServices;

namespace KerasCompat.OnnxRuntime.Native;

/// <summary>
/// An object of ONNX Runtime that this library owns. Whoever calls with it keeps it alive for the call and does not dispose of it meanwhile: that is
/// counted once for a whole call (<see cref="Sessions.ReferenceCount"/>), not for each object.
/// </summary>
internal abstract class OrtHandle : SafeHandle
{
    protected OrtHandle()
        : base(0, ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    public sealed override bool IsInvalid => handle == 0;

    /// <summary>The object.</summary>
    public nint Pointer => handle;
}
