using KerasCompat;

namespace Digits;

/// <summary>Which digit does an image show?</summary>
[KerasModel("Models/digits")]
public sealed partial class DigitsModel;
