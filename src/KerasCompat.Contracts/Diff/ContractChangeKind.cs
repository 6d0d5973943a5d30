namespace KerasCompat.Contracts;

/// <summary>What differs between two contracts of a model.</summary>
public enum ContractChangeKind
{
    /// <summary>The new contract is of a meta graph with other tags.</summary>
    TagsChanged,
    /// <summary>Another version of TensorFlow or Keras wrote the model.</summary>
    ProducerChanged,
    /// <summary>A signature is there that was not.</summary>
    SignatureAdded,
    /// <summary>A signature is no longer there.</summary>
    SignatureRemoved,
    /// <summary>A signature has another method name.</summary>
    MethodChanged,
    /// <summary>An input that callers must give is there that was not.</summary>
    RequiredInputAdded,
    /// <summary>An input that callers may leave out is there that was not.</summary>
    OptionalInputAdded,
    /// <summary>An input is no longer there.</summary>
    InputRemoved,
    /// <summary>In the place of an input there is one of another key, or its C# name is another.</summary>
    InputRenamed,
    /// <summary>The inputs that both contracts have stand in another order.</summary>
    InputsReordered,
    /// <summary>An output is there that was not.</summary>
    OutputAdded,
    /// <summary>An output is no longer there.</summary>
    OutputRemoved,
    /// <summary>In the place of an output there is one of another key, or its C# name is another.</summary>
    OutputRenamed,
    /// <summary>The outputs that both contracts have stand in another order.</summary>
    OutputsReordered,
    /// <summary>A tensor has another element type.</summary>
    DTypeChanged,
    /// <summary>A tensor is laid out in another way.</summary>
    EncodingChanged,
    /// <summary>A tensor has another number of dimensions, or the number is known on one side only.</summary>
    RankChanged,
    /// <summary>A tensor has a dimension of another size, or of a known size that was unknown.</summary>
    DimensionChanged,
    /// <summary>A tensor has dimensions of unknown size that were known, and no other difference in its shape.</summary>
    DimensionRelaxed,
    /// <summary>An input may be left out that had to be given.</summary>
    DefaultAdded,
    /// <summary>An input must be given that could be left out.</summary>
    DefaultRemoved,
    /// <summary>An input that is left out gets another value.</summary>
    DefaultChanged,
}
