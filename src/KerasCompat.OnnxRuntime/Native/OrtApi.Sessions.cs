namespace KerasCompat.OnnxRuntime.Native;

/// <content>Sessions and the options that they are made with.</content>
internal static unsafe partial class OrtApi
{
    public static nint CreateSessionOptions(nint* options) =>
        ((delegate* unmanaged<nint*, nint>)Functions[10])(options);

    public static void ReleaseSessionOptions(nint options) =>
        ((delegate* unmanaged<nint, void>)Functions[100])(options);

    public static nint SetOptimizedModelFilePath(nint options, void* path) =>
        ((delegate* unmanaged<nint, void*, nint>)Functions[11])(options, path);

    public static nint SetSessionExecutionMode(nint options, int mode) =>
        ((delegate* unmanaged<nint, int, nint>)Functions[13])(options, mode);

    public static nint SetSessionLogSeverityLevel(nint options, int severity) =>
        ((delegate* unmanaged<nint, int, nint>)Functions[22])(options, severity);

    public static nint SetSessionGraphOptimizationLevel(nint options, int level) =>
        ((delegate* unmanaged<nint, int, nint>)Functions[23])(options, level);

    public static nint SetIntraOpNumThreads(nint options, int threads) =>
        ((delegate* unmanaged<nint, int, nint>)Functions[24])(options, threads);

    public static nint SetInterOpNumThreads(nint options, int threads) =>
        ((delegate* unmanaged<nint, int, nint>)Functions[25])(options, threads);

    public static nint AddSessionConfigEntry(nint options, byte* key, byte* value) =>
        ((delegate* unmanaged<nint, byte*, byte*, nint>)Functions[130])(options, key, value);

    public static nint AddInitializer(nint options, byte* name, nint value) =>
        ((delegate* unmanaged<nint, byte*, nint, nint>)Functions[150])(options, name, value);

    public static nint CreateSessionFromArray(nint environment, void* model, nuint bytes, nint options, nint* session) =>
        ((delegate* unmanaged<nint, void*, nuint, nint, nint*, nint>)Functions[8])(environment, model, bytes, options, session);

    public static nint CreateSessionFromArrayWithPrepackedWeightsContainer(nint environment, void* model, nuint bytes, nint options, nint prepackedWeights, nint* session) =>
        ((delegate* unmanaged<nint, void*, nuint, nint, nint, nint*, nint>)Functions[169])(environment, model, bytes, options, prepackedWeights, session);

    public static void ReleaseSession(nint session) =>
        ((delegate* unmanaged<nint, void>)Functions[95])(session);

    public static nint CreatePrepackedWeightsContainer(nint* prepackedWeights) =>
        ((delegate* unmanaged<nint*, nint>)Functions[166])(prepackedWeights);

    public static void ReleasePrepackedWeightsContainer(nint prepackedWeights) =>
        ((delegate* unmanaged<nint, void>)Functions[167])(prepackedWeights);
}
