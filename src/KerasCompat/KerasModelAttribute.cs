namespace KerasCompat;

/// <summary>
/// Makes a partial class the typed client of a TensorFlow SavedModel: the source generator adds <c>Load</c>, one method for each
/// signature of the model, their result types and an interface.
/// </summary>
/// <example>
/// <code>
/// [KerasModel("Models/label_image")]
/// public sealed partial class LabelImageModel;
///
/// using var model = LabelImageModel.Load();
/// float score = model.Predict(imageInput: image, labelInput: label).Score[0];
/// </code>
/// </example>
/// <param name="path">
/// The folder of the model (the one that holds <c>saved_model.pb</c>), relative to the project, with forward slashes.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KerasModelAttribute(string path) : Attribute
{
    /// <summary>The folder of the model, relative to the project, with forward slashes.</summary>
    public string Path { get; } = path;

    /// <summary>
    /// The tag set of the meta graph that the client calls; null for the model's only one, or the one tagged <c>serve</c> among several.
    /// </summary>
    public string[]? Tags { get; set; }

    /// <summary>The keys of the signatures that become methods; null for all of them.</summary>
    public string[]? Signatures { get; set; }
}
