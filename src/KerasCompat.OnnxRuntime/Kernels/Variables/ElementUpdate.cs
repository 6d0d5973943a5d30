namespace KerasCompat.OnnxRuntime.Kernels.Variables;

/// <summary>How an update changes the element that it meets.</summary>
internal enum ElementUpdate
{
    /// <summary>Takes its place.</summary>
    Assign,
    /// <summary>Is added.</summary>
    Add,
    /// <summary>Is subtracted.</summary>
    Subtract,
    /// <summary>Multiplies it.</summary>
    Multiply,
    /// <summary>Divides it.</summary>
    Divide,
    /// <summary>Takes its place where it is less.</summary>
    Minimum,
    /// <summary>Takes its place where it is greater.</summary>
    Maximum,
}
