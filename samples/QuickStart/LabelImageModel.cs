using KerasCompat;

namespace QuickStart;

[KerasModel("Models/label_image")]
public sealed partial class LabelImageModel;
