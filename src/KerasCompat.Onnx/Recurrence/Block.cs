using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Recurrence;

/// <summary>A part of a matrix of weights or of a vector of biases that no iteration changes.</summary>
/// <param name="Value">The whole matrix [inputs, outputs] or vector [outputs]; a scalar stands for a vector of equal elements.</param>
/// <param name="Row">The first row; 0 for a vector.</param>
/// <param name="Rows">The number of rows; 0 for a vector.</param>
/// <param name="Column">The first column.</param>
/// <param name="Columns">The number of columns.</param>
internal sealed record Block(OnnxValue Value, long Row, long Rows, long Column, long Columns)
{
    /// <summary>Some of the columns.</summary>
    public Block Part(long start, long count) => this with { Column = Column + start, Columns = count };
}
