using KerasCompat;

namespace WebApi;

/// <summary>Of which of three cultivars is a wine?</summary>
[KerasModel("Models/wine")]
public sealed partial class WineModel;
