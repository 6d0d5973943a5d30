namespace WebApi;

/// <summary>
/// The model's calls. KerasCompat writes them; declared here because ASP.NET's own source generator, which cannot see what another
/// generator writes, must know that the type exists.
/// </summary>
public partial interface IWineModel;
