namespace KerasCompat.SavedModel.Wire;

/// <summary>A message that can be written as a protocol buffer.</summary>
internal interface IWireMessage
{
    /// <summary>Writes its fields. Done twice, to measure and to write, so that it must write the same both times.</summary>
    void WriteTo(WireWriter writer);
}
