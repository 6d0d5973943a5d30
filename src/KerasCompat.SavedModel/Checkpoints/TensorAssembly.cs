using KerasCompat.Contracts;

namespace KerasCompat.SavedModel.Checkpoints;

/// <summary>Puts the slices of a variable together, and its bytes into little-endian order.</summary>
internal static class TensorAssembly
{
    public static byte[] Assemble(CheckpointTensor tensor, IReadOnlyList<CheckpointPart> parts, bool swapBytes)
    {
        int elementSize = tensor.DType.Size();
        byte[] whole = new byte[tensor.Length];
        foreach (CheckpointPart part in parts)
        {
            Copy(part, tensor.Shape, elementSize, whole);
        }

        if (swapBytes)
        {
            // Each part of a complex number is a number of its own.
            int numberSize = tensor.DType is DType.Complex64 or DType.Complex128 ? elementSize / 2 : elementSize;
            for (int at = 0; at < whole.Length; at += numberSize)
            {
                Array.Reverse(whole, at, numberSize);
            }
        }

        return whole;
    }

    /// <summary>Copies row after row of a slice, a row being its extent in the last dimension.</summary>
    private static void Copy(CheckpointPart part, IReadOnlyList<long> shape, int elementSize, byte[] whole)
    {
        if (part.Length == 0)
        {
            return;
        }

        int rank = shape.Count;
        long rowLength = rank == 0 ? elementSize : part.Extents[rank - 1].Length * elementSize;
        long[] index = new long[rank];
        for (long from = 0; from < part.Length; from += rowLength)
        {
            long to = 0;
            for (int d = 0; d < rank; d++)
            {
                to = (to * shape[d]) + part.Extents[d].Start + index[d];
            }

            part.Bytes(from, (int)rowLength).CopyTo(whole.AsSpan((int)(to * elementSize)));
            for (int d = rank - 2; d >= 0 && ++index[d] == part.Extents[d].Length; d--)
            {
                index[d] = 0;
            }
        }
    }
}
