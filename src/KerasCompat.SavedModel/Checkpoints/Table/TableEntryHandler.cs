namespace KerasCompat.SavedModel.Checkpoints.Table;

/// <summary>Takes an entry of a table.</summary>
/// <param name="key">The key, valid only during the call.</param>
/// <param name="value">The value, valid as long as the table's bytes.</param>
internal delegate void TableEntryHandler(ReadOnlySpan<byte> key, ReadOnlyMemory<byte> value);
