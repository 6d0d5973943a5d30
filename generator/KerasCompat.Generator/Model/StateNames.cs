namespace KerasCompat.Generator.Model;

/// <summary>The names of what a client keeps, beside its signatures. They make way for members of the user.</summary>
/// <param name="Contract">The constant that holds the contract which the client was compiled with.</param>
/// <param name="Engine">The field of the engine.</param>
/// <param name="IsDisposed">The field that says whether the client was disposed.</param>
internal sealed record StateNames(string Contract, string Engine, string IsDisposed);
