using System.Text;

namespace KerasCompat.OnnxRuntime.Native;

/// <summary>Texts as ONNX Runtime's functions take them.</summary>
internal static class OrtText
{
    /// <summary>A text in UTF-8 with a zero at the end.</summary>
    /// <param name="text">The text.</param>
    public static byte[] ZeroTerminated(string text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    /// <summary>A path as the system has it: UTF-16 on Windows, UTF-8 elsewhere; with a zero at the end (<c>ORTCHAR_T</c>).</summary>
    /// <param name="path">The path.</param>
    public static byte[] Path(string path) => OperatingSystem.IsWindows() ? Encoding.Unicode.GetBytes(path + '\0') : ZeroTerminated(path);
}
