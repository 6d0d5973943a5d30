namespace KerasCompat.Contracts;

/// <summary>
/// What the MSBuild task and the source generator agree on: the names of the files and of the item metadata by which a model's
/// contract reaches the compiler. Written once, here; the props and targets repeat the names as MSBuild needs them as text.
/// </summary>
/// <remarks>
/// Every model of a project becomes one <c>AdditionalFiles</c> item for each of its meta graphs that can be called. The metadata are
/// compiler-visible (<c>CompilerVisibleItemMetadata</c>), so the generator reads them as <c>build_metadata.AdditionalFiles.NAME</c>.
/// </remarks>
public static class BuildItems
{
    /// <summary>How the name of a contract file ends: <c>label_image.contract.json</c>.</summary>
    public const string ContractFileSuffix = ".contract.json";

    /// <summary>
    /// The item metadata that says which model a contract belongs to: the model's folder as <c>[KerasModel]</c> names it, relative to
    /// the project, with forward slashes and without a trailing slash (<c>Models/label_image</c>).
    /// </summary>
    public const string ModelMetadata = "KerasCompatModel";

    /// <summary>
    /// The item metadata that says where the model lies at run time: relative to the folder of the application, with forward slashes.
    /// Equal to <see cref="ModelMetadata"/>, or absent, unless the model comes from outside the project.
    /// </summary>
    public const string DeployPathMetadata = "KerasCompatDeployPath";

    /// <summary>
    /// The item metadata that is <see cref="True"/> when the model could not be read. The file then holds, in place of a contract,
    /// <c>{"error": {"kind": "...", "path": "...", "message": "..."}}</c> with one of the kinds of <see cref="BuildErrorKinds"/>.
    /// </summary>
    public const string ErrorMetadata = "KerasCompatError";

    /// <summary>
    /// The item metadata that is <see cref="True"/> when the contract is the model's committed lock; <c>false</c> or absent when it was
    /// read from the model in this build. A model with both has two items: the client is generated from the lock, and the generator
    /// reports at the attribute how the other differs from it.
    /// </summary>
    public const string LockMetadata = "KerasCompatLock";

    /// <summary>
    /// The item metadata that says which ops of the model's signatures the project's engine lacks: <c>key=op,op</c> for each such
    /// signature, separated by <c>|</c>, with keys and ops percent-encoded. Absent where none is lacking or no engine states its ops.
    /// </summary>
    public const string MissingOpsMetadata = "KerasCompatMissingOps";

    /// <summary>The value of a metadata that states a fact.</summary>
    public const string True = "true";

    /// <summary>The prefix under which the compiler shows metadata of <c>AdditionalFiles</c> items to generators.</summary>
    public const string CompilerPrefix = "build_metadata.AdditionalFiles.";

    /// <summary>The property of an error file that holds the error.</summary>
    public const string ErrorProperty = "error";

    /// <summary>The property of an error that says which of <see cref="BuildErrorKinds"/> it is.</summary>
    public const string ErrorKindProperty = "kind";

    /// <summary>The property of an error that names the file or folder concerned.</summary>
    public const string ErrorPathProperty = "path";

    /// <summary>The property of an error that says what was wrong and what to do.</summary>
    public const string ErrorMessageProperty = "message";
}
