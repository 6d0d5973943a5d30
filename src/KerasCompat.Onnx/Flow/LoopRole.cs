namespace KerasCompat.Onnx.Flow;

/// <summary>What a loop's body does with one of its variables.</summary>
internal enum LoopRole
{
    /// <summary>Hands it on unchanged, so that it is read from outside.</summary>
    Invariant,
    /// <summary>Adds a constant to it, so that it follows from the number of the iteration.</summary>
    Counter,
    /// <summary>Writes one element of it, the next in each iteration, and reads none.</summary>
    Written,
    /// <summary>Neither the loop nor what follows it depends on it.</summary>
    Unread,
    /// <summary>Anything else: it is handed from iteration to iteration.</summary>
    Carried,
}
