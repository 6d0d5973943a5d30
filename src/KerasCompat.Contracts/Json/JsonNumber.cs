namespace KerasCompat.Contracts.Json;

/// <summary>The grammar of JSON numbers (RFC 8259, section 6).</summary>
internal static class JsonNumber
{
    /// <summary>Whether the whole text is one number.</summary>
    public static bool IsNumber(string text) => text.Length > 0 && Length(text, 0) == text.Length;

    /// <summary>The length of the number that begins at <paramref name="start"/>; 0 when none does.</summary>
    public static int Length(string text, int start)
    {
        int position = start;
        if (At(text, position) == '-')
        {
            position++;
        }

        int digits = Digits(text, position);
        if (digits == 0)
        {
            return 0;
        }

        // A leading zero stands alone: "01" is the number 0, followed by something that does not belong.
        position += At(text, position) == '0' ? 1 : digits;
        if (At(text, position) == '.')
        {
            digits = Digits(text, position + 1);
            if (digits == 0)
            {
                return 0;
            }

            position += 1 + digits;
        }

        if (At(text, position) is 'e' or 'E')
        {
            int exponent = position + (At(text, position + 1) is '+' or '-' ? 2 : 1);
            digits = Digits(text, exponent);
            if (digits == 0)
            {
                return 0;
            }

            position = exponent + digits;
        }

        return position - start;
    }

    private static int Digits(string text, int start)
    {
        int end = start;
        while (At(text, end) is >= '0' and <= '9')
        {
            end++;
        }

        return end - start;
    }

    private static char At(string text, int position) => position < text.Length ? text[position] : '\0';
}
