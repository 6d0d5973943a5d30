using KerasCompat.Contracts;

namespace KerasCompat.Cli.Numpy;

/// <summary>What the header of a .npy file states (numpy/lib/format.py).</summary>
/// <param name="Element">The kind of element.</param>
/// <param name="IsFortranOrder">Whether the first index runs fastest.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Count">The number of elements.</param>
internal sealed record NpyHeader(NpyElement Element, bool IsFortranOrder, nint[] Shape, int Count);

/// <summary>How an element lies in a .npy file: NumPy's array-protocol type string, as in <c>&lt;f4</c>.</summary>
/// <param name="DType">The element type of the tensor.</param>
/// <param name="Kind">NumPy's kind: <c>f</c>, <c>i</c>, <c>u</c>, <c>b</c>, <c>S</c> (bytes), <c>U</c> (UTF-32).</param>
/// <param name="Size">Bytes per element.</param>
/// <param name="IsBigEndian">Whether the most significant byte comes first.</param>
internal readonly record struct NpyElement(DType DType, char Kind, int Size, bool IsBigEndian);
