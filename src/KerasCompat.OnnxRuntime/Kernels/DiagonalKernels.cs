using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Diagonals and bands of matrices, for any element type (tensorflow/core/kernels/matrix_diag_op.cc, matrix_set_diag_op.cc, matrix_band_part_op.cc).</summary>
internal static class DiagonalKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        foreach (string version in (string[])["", "V2", "V3"])
        {
            table.Add("MatrixDiag" + version, Diagonal);
            table.Add("MatrixDiagPart" + version, Part);
            table.Add("MatrixSetDiag" + version, Set);
        }

        table.Add("MatrixBandPart", Band);
    }

    private static void Diagonal(KernelContext context)
    {
        HostTensor diagonal = context.Input(0);
        Diagonals band = Diagonals.Of(context, 1);
        bool several = band.Count > 1;
        int longest = (int)diagonal.Shape[^1];
        int rows = Size(2, longest - Math.Min(band.Upper, 0)), columns = Size(3, longest + Math.Max(band.Lower, 0));
        if (Given(2) == -1 && Given(3) != -1)
        {
            rows = Math.Max(longest - Math.Min(band.Upper, 0), 1);
        }

        KernelContext.Require(
            longest == band.Longest(rows, columns), $"the number of rows {rows} and columns {columns} do not fit diagonals of length {longest}");
        nint[] batch = diagonal.Shape[..^(several ? 2 : 1)].ToArray();
        HostTensor output = context.Allocate(0, diagonal.DType, [.. batch, rows, columns]);
        Fill(context, output, 4);
        for (int b = 0; b < KernelShapes.Count(batch); b++)
        {
            foreach ((int matrix, int place) in band.Places(rows, columns))
            {
                HostTensor.Copy(diagonal, (b * band.Count * longest) + place, output, (b * rows * columns) + matrix, 1);
            }
        }

        long Given(int input) => input < context.InputCount ? context.Integer(input) : -1;

        int Size(int input, int least) => Given(input) == -1 ? least : (int)Given(input);
    }

    private static void Part(KernelContext context)
    {
        HostTensor input = context.Input(0);
        KernelContext.Require(input.Rank >= 2, $"input must be at least 2-dim, received {input}");
        Diagonals band = Diagonals.Of(context, 1);
        int rows = (int)input.Shape[^2], columns = (int)input.Shape[^1], longest = band.Longest(rows, columns);
        nint[] batch = input.Shape[..^2].ToArray();
        nint[] shape = band.Count > 1 ? [.. batch, band.Count, longest] : [.. batch, longest];
        HostTensor output = context.Allocate(0, input.DType, shape);
        Fill(context, output, 2);
        for (int b = 0; b < KernelShapes.Count(batch); b++)
        {
            foreach ((int matrix, int place) in band.Places(rows, columns))
            {
                HostTensor.Copy(input, (b * rows * columns) + matrix, output, (b * band.Count * longest) + place, 1);
            }
        }
    }

    private static void Set(KernelContext context)
    {
        HostTensor input = context.Input(0), diagonal = context.Input(1);
        KernelContext.Require(input.Rank >= 2, $"input must be at least 2-dim, received {input}");
        Diagonals band = Diagonals.Of(context, 2);
        int rows = (int)input.Shape[^2], columns = (int)input.Shape[^1], longest = band.Longest(rows, columns);
        int count = KernelShapes.Count(input.Shape[..^2]);
        KernelContext.Require(diagonal.Count == count * band.Count * longest, $"diagonals {diagonal} do not fit {input}");
        HostTensor output = context.Allocate(0, input.DType, input.Shape);
        HostTensor.Copy(input, 0, output, 0, input.Count);
        for (int b = 0; b < count; b++)
        {
            foreach ((int matrix, int place) in band.Places(rows, columns))
            {
                HostTensor.Copy(diagonal, (b * band.Count * longest) + place, output, (b * rows * columns) + matrix, 1);
            }
        }
    }

    private static void Band(KernelContext context)
    {
        HostTensor input = context.Input(0);
        KernelContext.Require(input.Rank >= 2 && !input.IsString, $"input must be numbers in at least 2 dimensions, received {input}");
        long lower = context.Integer(1), upper = context.Integer(2);
        int rows = (int)input.Shape[^2], columns = (int)input.Shape[^1];
        HostTensor output = context.Allocate(0, input.DType, input.Shape);
        output.Bytes.Clear();
        for (int i = 0; i < input.Count; i++)
        {
            int row = i / columns % rows, column = i % columns;
            if ((lower < 0 || row - column <= lower) && (upper < 0 || column - row <= upper))
            {
                HostTensor.Copy(input, i, output, i, 1);
            }
        }
    }

    /// <summary>The padding value of the later versions of the ops; zero in the first.</summary>
    private static void Fill(KernelContext context, HostTensor output, int input)
    {
        if (input < context.InputCount)
        {
            KernelShapes.Gather(context.Input(input), new int[output.Count], output);
        }
        else
        {
            output.Bytes.Clear();
        }
    }
}
