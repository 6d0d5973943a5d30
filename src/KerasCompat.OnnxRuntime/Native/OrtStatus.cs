using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace KerasCompat.OnnxRuntime.Native;

/// <summary>What a function of ONNX Runtime reports: nothing when it succeeded.</summary>
internal static unsafe class OrtStatus
{
    /// <summary>Checks that a call succeeded.</summary>
    /// <param name="status">What it returned.</param>
    /// <exception cref="OrtException">It failed.</exception>
    public static void Check(nint status)
    {
        if (status != 0)
        {
            Throw(status);
        }
    }

    [DoesNotReturn]
    private static void Throw(nint status)
    {
        int code = OrtApi.GetErrorCode(status);
        string message = Marshal.PtrToStringUTF8((nint)OrtApi.GetErrorMessage(status)) ?? "";
        OrtApi.ReleaseStatus(status);
        throw new OrtException(code, message);
    }
}
