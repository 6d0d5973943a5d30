using System.Runtime.InteropServices;

namespace KerasCompat.OnnxRuntime.Native;

/// <summary>
/// What a process has one of: ONNX Runtime's environment, its allocator, and its name for the processor's memory. ONNX Runtime counts the users of
/// its environment, so a program that also uses ONNX Runtime by itself shares it. It lives as long as the process.
/// </summary>
internal static unsafe class OrtEnvironment
{
    private const int WarningSeverity = 2;
    private const int DeviceAllocator = 0;
    private const int DefaultMemory = 0;

    private static readonly Lock Creating = new();
    private static nint _environment;
    private static nint _allocator;
    private static nint _memory;

    /// <summary>The environment.</summary>
    public static nint Pointer => Of(ref _environment);

    /// <summary>The allocator of memory that the caller of a function is to free.</summary>
    public static nint Allocator => Of(ref _allocator);

    /// <summary>The processor's memory, for <c>OrtMemoryInfo</c>.</summary>
    public static nint Memory => Of(ref _memory);

    /// <summary>Which build of ONNX Runtime this is.</summary>
    public static string BuildInfo => Marshal.PtrToStringUTF8((nint)OrtApi.GetBuildInfoString()) ?? "";

    private static nint Of(ref nint pointer)
    {
        if (Volatile.Read(ref pointer) == 0)
        {
            Create();
        }

        return pointer;
    }

    private static void Create()
    {
        lock (Creating)
        {
            if (_environment != 0)
            {
                return;
            }

            nint environment, allocator, memory;
            fixed (byte* name = "KerasCompat\0"u8)
            {
                OrtStatus.Check(OrtApi.CreateEnv(WarningSeverity, name, &environment));
            }

            OrtStatus.Check(OrtApi.GetAllocatorWithDefaultOptions(&allocator));
            OrtStatus.Check(OrtApi.CreateCpuMemoryInfo(DeviceAllocator, DefaultMemory, &memory));
            Volatile.Write(ref _allocator, allocator);
            Volatile.Write(ref _memory, memory);
            Volatile.Write(ref _environment, environment);
        }
    }
}
