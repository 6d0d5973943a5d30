using System.Globalization;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// A size, or an element of a small integer tensor, that is either known or a symbol: two equal symbols are the same unknown number,
/// so <c>Shape(x)[0]</c> and the first dimension of <c>x</c> are known to agree without either being known.
/// </summary>
internal readonly record struct Dim
{
    private static int s_symbols;

    private Dim(long value, int symbol)
    {
        Value = value;
        Symbol = symbol;
    }

    public long Value { get; }

    public int Symbol { get; }

    public bool IsKnown => Symbol == 0;

    public static implicit operator Dim(long value) => new(value, 0);

    public static Dim Unknown() => new(0, Interlocked.Increment(ref s_symbols));

    public bool Is(long value) => IsKnown && Value == value;

    public override string ToString() => IsKnown ? Value.ToString(CultureInfo.InvariantCulture) : "d" + Symbol.ToString(CultureInfo.InvariantCulture);
}
