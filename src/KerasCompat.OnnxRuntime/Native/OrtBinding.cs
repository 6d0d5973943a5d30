namespace KerasCompat.OnnxRuntime.Native;

/// <summary>Tensors that a session reads and writes, bound once for many runs.</summary>
internal sealed unsafe class OrtBinding : OrtHandle
{
    /// <summary>Binds nothing yet.</summary>
    /// <param name="session">The session.</param>
    public OrtBinding(OrtSession session)
    {
        nint binding;
        OrtStatus.Check(OrtApi.CreateIoBinding(session.Pointer, &binding));
        SetHandle(binding);
    }

    /// <summary>Binds an input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The tensor, which must live as long as it is bound.</param>
    public void BindInput(string name, OrtValue value)
    {
        fixed (byte* text = OrtText.ZeroTerminated(name))
        {
            OrtStatus.Check(OrtApi.BindInput(handle, text, value.Pointer));
        }
    }

    /// <summary>Binds an output to a tensor that is written in place.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The tensor, which must live as long as it is bound.</param>
    public void BindOutput(string name, OrtValue value)
    {
        fixed (byte* text = OrtText.ZeroTerminated(name))
        {
            OrtStatus.Check(OrtApi.BindOutput(handle, text, value.Pointer));
        }
    }

    /// <summary>Has each run allocate an output.</summary>
    /// <param name="name">Its name.</param>
    public void AllocateOutput(string name)
    {
        fixed (byte* text = OrtText.ZeroTerminated(name))
        {
            OrtStatus.Check(OrtApi.BindOutputToDevice(handle, text, OrtEnvironment.Memory));
        }
    }

    /// <summary>Forgets the outputs.</summary>
    public void ClearOutputs() => OrtApi.ClearBoundOutputs(handle);

    /// <summary>The outputs of the last run, in the order in which they were bound; they belong to the caller.</summary>
    public OrtValue[] TakeOutputs()
    {
        nint* pointers;
        nuint count;
        OrtStatus.Check(OrtApi.GetBoundOutputValues(handle, OrtEnvironment.Allocator, &pointers, &count));
        try
        {
            var values = new OrtValue[count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = new OrtValue(pointers[i]);
            }

            return values;
        }
        finally
        {
            OrtStatus.Check(OrtApi.AllocatorFree(OrtEnvironment.Allocator, pointers));
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OrtApi.ReleaseIoBinding(handle);
        return true;
    }
}
