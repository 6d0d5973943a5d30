namespace KerasCompat.SavedModel.Wire;

/// <summary>A message that is read field by field.</summary>
internal interface IWireReadable
{
    /// <summary>Reads the field that the reader stands at, or leaves it.</summary>
    void ReadField(WireReader reader);
}
