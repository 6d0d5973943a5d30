namespace KerasCompat.OnnxRuntime.Native;

/// <content>Bindings and runs.</content>
internal static unsafe partial class OrtApi
{
    public static nint CreateRunOptions(nint* options) =>
        ((delegate* unmanaged<nint*, nint>)Functions[39])(options);

    public static void ReleaseRunOptions(nint options) =>
        ((delegate* unmanaged<nint, void>)Functions[97])(options);

    public static nint RunOptionsSetTerminate(nint options) =>
        ((delegate* unmanaged<nint, nint>)Functions[46])(options);

    public static nint RunOptionsUnsetTerminate(nint options) =>
        ((delegate* unmanaged<nint, nint>)Functions[47])(options);

    public static nint RunWithBinding(nint session, nint options, nint binding) =>
        ((delegate* unmanaged<nint, nint, nint, nint>)Functions[133])(session, options, binding);

    public static nint CreateIoBinding(nint session, nint* binding) =>
        ((delegate* unmanaged<nint, nint*, nint>)Functions[134])(session, binding);

    public static void ReleaseIoBinding(nint binding) =>
        ((delegate* unmanaged<nint, void>)Functions[135])(binding);

    public static nint BindInput(nint binding, byte* name, nint value) =>
        ((delegate* unmanaged<nint, byte*, nint, nint>)Functions[136])(binding, name, value);

    public static nint BindOutput(nint binding, byte* name, nint value) =>
        ((delegate* unmanaged<nint, byte*, nint, nint>)Functions[137])(binding, name, value);

    public static nint BindOutputToDevice(nint binding, byte* name, nint memoryInfo) =>
        ((delegate* unmanaged<nint, byte*, nint, nint>)Functions[138])(binding, name, memoryInfo);

    public static nint GetBoundOutputValues(nint binding, nint allocator, nint** values, nuint* count) =>
        ((delegate* unmanaged<nint, nint, nint**, nuint*, nint>)Functions[140])(binding, allocator, values, count);

    public static void ClearBoundOutputs(nint binding) =>
        ((delegate* unmanaged<nint, void>)Functions[142])(binding);
}
