using FsCheck;
using FsCheck.Fluent;
using KerasCompat.OnnxRuntime.Kernels;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.TokenizerOps;

/// <summary>Models of which a byte is changed, or what follows it is left out.</summary>
internal static class DamagedBytes
{
    /// <summary>Whatever the damage is, the model is read, or it is said what is wrong.</summary>
    public static Property AreRefusedOrRead(byte[] whole, Action<byte[]> read) => Prop.ForAll(
        Gen.Choose(0, whole.Length - 1).ToArbitrary(),
        Gen.Choose(0, 511).ToArbitrary(),
        (at, value) =>
        {
            byte[] broken = value > 255 ? whole[..at] : [.. whole[..at], (byte)value, .. whole[(at + 1)..]];
            try
            {
                read(broken);
            }
            catch (KernelException)
            {
                // What it is that is wrong is said there.
            }
        });
}
