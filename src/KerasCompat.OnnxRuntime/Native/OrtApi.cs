using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// What is passed to native code is passed as it is, so that calls can be compiled in advance.
[assembly: DisableRuntimeMarshalling]

namespace KerasCompat.OnnxRuntime.Native;

/// <summary>
/// ONNX Runtime's C API (<c>onnxruntime_c_api.h</c>): the functions of <c>OrtApi</c> that this engine calls. Their positions in that table never
/// change. All that may fail return an <c>OrtStatus</c>, for <see cref="OrtStatus.Check"/>; texts are UTF-8 with a zero at the end.
/// </summary>
/// <remarks>
/// ONNX Runtime's own .NET API makes a delegate for each function of the table when the first is called, and for each the runtime compiles code:
/// half of what a process waits for before its first model. Calls through pointers are compiled with this library.
/// </remarks>
internal static unsafe partial class OrtApi
{
    /// <summary>The version of the API that is asked for, that of ONNX Runtime 1.31; later versions have all of it.</summary>
    private const int Version = 31;

    private const string Library = "onnxruntime";

    // The positions in OrtApiBase.
    private const int GetApi = 0;
    private const int GetVersionString = 1;

    private static void** _functions;

    /// <summary>The table; loads the native library the first time.</summary>
    /// <exception cref="KerasCompatException">There is no such library for this machine, or an older one.</exception>
    private static void** Functions => _functions is not null ? _functions : Load();

    private static void** Load()
    {
        // Not where exceptions are caught: there a call through a pointer is not compiled in advance.
        void** runtime = (void**)((delegate* unmanaged<nint>)FindGetApiBase())();
        void** functions = (void**)((delegate* unmanaged<int, nint>)runtime[GetApi])(Version);
        return functions is not null ? _functions = functions : throw TooOld(((delegate* unmanaged<nint>)runtime[GetVersionString])());
    }

    private static nint FindGetApiBase()
    {
        try
        {
            return NativeLibrary.GetExport(NativeLibrary.Load(Library, typeof(OrtApi).Assembly, searchPath: null), "OrtGetApiBase");
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new KerasCompatException(
                $"The native library of ONNX Runtime cannot be loaded: {e.Message.TrimEnd('.')}. "
                + $"It is in the package Microsoft.ML.OnnxRuntime; check that it has one for {RuntimeInformation.RuntimeIdentifier} and that it was published with the program.", e);
        }
    }

    private static KerasCompatException TooOld(nint version) => new(
        $"The native library of ONNX Runtime is of version {Marshal.PtrToStringUTF8(version)}; "
        + $"1.{Version} or later is needed. Reference the package Microsoft.ML.OnnxRuntime of such a version.");
}
