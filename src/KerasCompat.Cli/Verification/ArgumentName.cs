using KerasCompat.Contracts;

namespace KerasCompat.Cli.Verification;

/// <summary>
/// The name under which Python passes an input: TensorFlow turns keys that are no identifiers into names that are, so recorded calls
/// hold <c>arg_1st</c> for the key <c>1st</c> and <c>a_b</c> for <c>a.b</c>
/// (<c>sanitize_arg_name</c> in tensorflow/core/function/polymorphism/function_type.py).
/// </summary>
internal static class ArgumentName
{
    /// <summary>The key of the input that a recorded call means.</summary>
    /// <param name="signature">The signature that was called; null where the model has none of its key.</param>
    /// <param name="recorded">The name in the recorded call.</param>
    /// <returns>The recorded name itself, unless just one other key becomes it.</returns>
    public static string KeyOf(SignatureContract? signature, string recorded)
    {
        if (signature is null || signature.Inputs.Any(input => input.Key == recorded))
        {
            return recorded;
        }

        string[] keys = [.. signature.Inputs.Select(input => input.Key).Where(key => Of(key) == recorded)];
        return keys.Length == 1 ? keys[0] : recorded;
    }

    private static string Of(string key)
    {
        string swapped = string.Concat(key.Select(c => char.IsLetterOrDigit(c) ? c : '_'));
        return swapped.Length > 0 && char.IsLetter(swapped[0]) ? swapped : "arg_" + swapped;
    }
}
