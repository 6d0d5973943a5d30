namespace KerasCompat.OnnxRuntime.Native;

/// <content>What a call reported; and what ONNX Runtime is.</content>
internal static unsafe partial class OrtApi
{
    public static int GetErrorCode(nint status) =>
        ((delegate* unmanaged<nint, int>)Functions[1])(status);

    public static byte* GetErrorMessage(nint status) =>
        ((delegate* unmanaged<nint, byte*>)Functions[2])(status);

    public static void ReleaseStatus(nint status) =>
        ((delegate* unmanaged<nint, void>)Functions[93])(status);

    public static byte* GetBuildInfoString() =>
        ((delegate* unmanaged<byte*>)Functions[254])();
}
