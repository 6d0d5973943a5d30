namespace KerasCompat.OnnxRuntime.Native;

/// <content>What a process has one of.</content>
internal static unsafe partial class OrtApi
{
    public static nint CreateEnv(int logSeverity, byte* logId, nint* environment) =>
        ((delegate* unmanaged<int, byte*, nint*, nint>)Functions[3])(logSeverity, logId, environment);

    public static nint GetAllocatorWithDefaultOptions(nint* allocator) =>
        ((delegate* unmanaged<nint*, nint>)Functions[78])(allocator);

    public static nint AllocatorFree(nint allocator, void* memory) =>
        ((delegate* unmanaged<nint, void*, nint>)Functions[76])(allocator, memory);

    public static nint CreateCpuMemoryInfo(int allocatorType, int memoryType, nint* memoryInfo) =>
        ((delegate* unmanaged<int, int, nint*, nint>)Functions[69])(allocatorType, memoryType, memoryInfo);
}
