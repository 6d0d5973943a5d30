namespace KerasCompat.Cli.Values;

/// <summary>What becomes of a pixel's 0 to 255 when an image is an input.</summary>
internal enum ImageScaling
{
    /// <summary>Stays 0 to 255: for models that scale by themselves (a Rescaling layer).</summary>
    None,

    /// <summary>0 to 1: divided by 255.</summary>
    Unit,

    /// <summary>-1 to 1: divided by 127.5, less 1.</summary>
    Signed,
}
