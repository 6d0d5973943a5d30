namespace KerasCompat.Generator.Model;

/// <summary>The methods that a signature becomes.</summary>
internal enum OverloadForm
{
    /// <summary>Gives a result; strings are text.</summary>
    Result = 0,

    /// <summary>Gives a result; strings are bytes.</summary>
    BytesResult = 1,

    /// <summary>Writes into the caller's tensors; strings are text.</summary>
    Into = 2,

    /// <summary>Writes into the caller's tensors; strings are bytes.</summary>
    BytesInto = 3,

    /// <summary>Gives a task of a result; strings are text.</summary>
    Async = 4,

    /// <summary>Gives a task of a result; strings are bytes.</summary>
    BytesAsync = 5,
}
