using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>What to do with what is no character (attributes <c>errors</c>, <c>replacement_char</c> and <c>replace_control_characters</c>).</summary>
internal sealed record UnicodePolicy(string Errors, int Replacement, bool ReplaceControls, bool StrictControls)
{
    private const int ReplacementCharacter = 0xFFFD;
    private const int LastControl = 0x1F;

    /// <summary>That of a node.</summary>
    public static UnicodePolicy Of(KernelContext context)
    {
        string errors = context.Attributes.String("errors", "replace");
        long replacement = context.Attributes.Int("replacement_char", ReplacementCharacter);
        KernelContext.Require(errors is "replace" or "ignore" or "strict", $"errors policy must be one of 'strict', 'replace', or 'ignore', got '{errors}'");
        KernelContext.Require(replacement is >= 0 and <= CodePointSet.Last && Rune.IsValid((int)replacement), $"replacement_char {replacement} is no Unicode character");
        return new UnicodePolicy(
            errors,
            (int)replacement,
            context.Attributes.Bool("replace_control_characters", false),
            // Transcoding counts a control character as an error, decoding does not.
            context.Node.Op == "UnicodeTranscode");
    }

    /// <summary>The character to put in place of an invalid one; null to leave it out.</summary>
    public int? Invalid() => Errors switch
    {
        "strict" => throw KernelContext.Refuse("invalid formatting on input string"),
        "ignore" => null,
        _ => Replacement,
    };

    /// <summary>What becomes of a character that was read; null to leave it out.</summary>
    /// <param name="codePoint">The character; negative for what is none.</param>
    public int? Read(int codePoint)
    {
        if (codePoint >= 0 && !(ReplaceControls && codePoint <= LastControl))
        {
            return codePoint;
        }

        return codePoint < 0 || StrictControls ? Invalid() : Errors == "ignore" ? null : Replacement;
    }
}
