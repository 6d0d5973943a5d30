namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>Makes on another thread what will soon be asked for.</summary>
internal static class InAdvance
{
    /// <summary>Begins to make something that a <see cref="Lazy{T}"/> keeps. What fails there fails again when it is asked for.</summary>
    /// <param name="make">Asks for it.</param>
    public static void Make(Func<object?> make) => Task.Run(() =>
    {
        try
        {
            _ = make();
        }
        catch (Exception)
        {
            // A Lazy keeps the exception for who wants its value.
        }
    });
}
