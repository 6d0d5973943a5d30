using KerasCompat;

namespace Diabetes;

/// <summary>How far will the disease be after a year?</summary>
[KerasModel("Models/diabetes")]
public sealed partial class DiabetesModel;
