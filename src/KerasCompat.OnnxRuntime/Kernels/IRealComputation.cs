using System.Numerics;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>A computation that is written once for all types of real numbers that .NET has. What it works on are its fields.</summary>
internal interface IRealComputation
{
    /// <summary>Runs it.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    void Run<T>()
        where T : unmanaged, INumber<T>;
}
