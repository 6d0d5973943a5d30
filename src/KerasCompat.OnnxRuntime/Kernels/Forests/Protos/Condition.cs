using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

/// <summary>The question of a node: one of these, which <see cref="TypeCase"/> tells.</summary>
internal sealed class Condition : IWireReadable
{
    /// <summary>Which question it is.</summary>
    public TypeOneofCase TypeCase { get; private set; }

    public Higher? HigherCondition { get; private set; }

    public ContainsVector? ContainsCondition { get; private set; }

    public ContainsBitmap? ContainsBitmapCondition { get; private set; }

    public DiscretizedHigher? DiscretizedHigherCondition { get; private set; }

    public Oblique? ObliqueCondition { get; private set; }

    /// <inheritdoc/>
    public void ReadField(WireReader reader)
    {
        if (reader.Field is >= (int)TypeOneofCase.NaCondition and <= (int)TypeOneofCase.ObliqueCondition)
        {
            TypeCase = (TypeOneofCase)reader.Field;
        }

        switch (reader.Field)
        {
            case 2:
                HigherCondition = reader.Message(new Higher());
                break;
            case 4:
                ContainsCondition = reader.Message(new ContainsVector());
                break;
            case 5:
                ContainsBitmapCondition = reader.Message(new ContainsBitmap());
                break;
            case 6:
                DiscretizedHigherCondition = reader.Message(new DiscretizedHigher());
                break;
            case 7:
                ObliqueCondition = reader.Message(new Oblique());
                break;
        }
    }

    /// <summary>The questions, by the numbers of their fields.</summary>
    public enum TypeOneofCase
    {
        None = 0,
        NaCondition = 1,
        HigherCondition = 2,
        TrueValueCondition = 3,
        ContainsCondition = 4,
        ContainsBitmapCondition = 5,
        DiscretizedHigherCondition = 6,
        ObliqueCondition = 7,
    }
}
