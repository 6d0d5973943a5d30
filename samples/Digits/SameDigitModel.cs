using KerasCompat;

namespace Digits;

/// <summary>Do two images show the same digit?</summary>
[KerasModel("Models/same_digit")]
public sealed partial class SameDigitModel;
