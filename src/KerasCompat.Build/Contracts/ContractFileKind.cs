namespace KerasCompat.Build.Contracts;

/// <summary>What a file given to the compiler holds.</summary>
internal enum ContractFileKind
{
    /// <summary>The contract that the build read from the model.</summary>
    Contract,

    /// <summary>The contract that was committed for the model.</summary>
    Lock,

    /// <summary>Why there is no contract.</summary>
    Error,
}
