using KerasCompat.Contracts;
using KerasCompat.Generator.Model;

namespace KerasCompat.Generator.Emitting;

/// <summary>Writes the static member that tells the runtime which parameter is which key, and of what shape.</summary>
internal static class SignatureEmitter
{
    /// <summary>Writes the member of a signature.</summary>
    public static void Emit(SourceWriter writer, string modelPath, SignatureSpec signature)
    {
        writer.Line($"private static readonly {Names.ClientSignature} {signature.DescriptionName} = new(");
        writer.Indent();
        writer.Line($"{Literals.String(modelPath)},");
        writer.Line($"{Literals.String(signature.Key)},");
        Tensors(writer, "inputs", signature.Inputs.SelectMany(Input), ",");
        Tensors(writer, "outputs", signature.Outputs.Select(Output), ");");
        writer.Unindent();
    }

    private static string Output(OutputSpec output) => Tensor(output.ParameterName, output.Key, output.DType, output.Shape, sharesBatch: true);

    // The parts of a sparse tensor are passed under keys of their own (TensorContract.ComponentKey).
    private static IEnumerable<string> Input(InputSpec input)
    {
        if (!input.IsSparse)
        {
            return [Tensor(input.Name, input.Key, input.DType, input.Shape, input.SharesBatch)];
        }

        long rank = input.Shape.HasRank ? input.Shape.Dimensions.Count : TensorShape.UnknownDimension;
        return
        [
            Part("indices", nameof(DType.Int64), TensorShape.UnknownDimension, rank),
            Part("values", input.DType, TensorShape.UnknownDimension),
            Part("dense_shape", nameof(DType.Int64), rank),
        ];

        string Part(string name, string dtype, params long[] shape) =>
            Tensor(input.Name, $"{input.Key}:{name}", dtype, ShapeSpec.From(new TensorShape(shape)), sharesBatch: false);
    }

    private static void Tensors(SourceWriter writer, string name, IEnumerable<string> tensors, string end)
    {
        string[] lines = [.. tensors];
        if (lines.Length == 0)
        {
            writer.Line($"{name}: []{end}");
            return;
        }

        writer.Line($"{name}:");
        writer.Line("[");
        writer.Indent();
        foreach (string line in lines)
        {
            writer.Line($"{line},");
        }

        writer.Unindent();
        writer.Line($"]{end}");
    }

    private static string Tensor(string name, string key, string dtype, ShapeSpec shape, bool sharesBatch)
    {
        string text = shape.HasRank ? $"new {Names.TensorShape}({MethodHead.Sizes(shape.Dimensions)})" : $"{Names.TensorShape}.UnknownRank";
        bool isBatchOfItsOwn = !sharesBatch && shape.Dimensions.Count > 0 && shape.Dimensions[0] < 0;
        string batch = isBatchOfItsOwn ? ", sharesBatch: false" : "";
        return $"new({Literals.String(name)}, {Literals.String(key)}, {Names.DType}.{dtype}, {text}{batch})";
    }
}
