namespace KerasCompat.Engines;

/// <summary>Something that a <see cref="CallPool{T}"/> keeps. Disposal of a call means its return, so its end has a name of its own.</summary>
internal interface IPooled
{
    /// <summary>Frees its memory; it is not used again.</summary>
    void Free();
}
