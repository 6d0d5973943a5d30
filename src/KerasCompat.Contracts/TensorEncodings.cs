namespace KerasCompat.Contracts;

/// <summary>The names that TensorFlow's <c>TensorInfo</c> gives its encodings (tensorflow/core/protobuf/meta_graph.proto).</summary>
internal static class TensorEncodings
{
    public static string Name(TensorEncoding encoding) => encoding switch
    {
        TensorEncoding.CooSparse => "coo_sparse",
        TensorEncoding.Composite => "composite_tensor",
        _ => "name",
    };

    public static TensorEncoding? Parse(string name) => name switch
    {
        "name" => TensorEncoding.Dense,
        "coo_sparse" => TensorEncoding.CooSparse,
        "composite_tensor" => TensorEncoding.Composite,
        _ => null,
    };
}
