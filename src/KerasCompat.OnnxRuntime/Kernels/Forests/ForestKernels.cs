using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Forests;

/// <summary>The models of TensorFlow Decision Forests (tensorflow_decision_forests/tensorflow/ops/inference/op.cc).</summary>
internal static class ForestKernels
{
    private const int FeatureInputs = 6;

    public static void AddTo(KernelTable table)
    {
        table.Add("SimpleMLCreateModelResource", Handle);
        table.Add("SimpleMLLoadModelFromPathWithHandle", Load);
        table.Add("SimpleMLInferenceOpWithHandle", Predict);
        table.Add("SimpleMLInferenceLeafIndexOpWithHandle", Leaves);
    }

    private static void Handle(KernelContext context)
    {
        context.Cache ??= HostTensor.ScalarObject(DType.Resource, context.Resources.GetOrCreate(context.Node, _ => new ForestHandle()));
        context.SetOutput(0, (HostTensor)context.Cache);
    }

    private static ForestHandle Handle(KernelContext context, int input) =>
        context.Input(input) is { IsObject: true, Count: 1 } handle && handle.Objects[0] is ForestHandle forest
            ? forest
            : throw KernelContext.Refuse("the input is no handle of a model of TensorFlow Decision Forests");

    private static void Load(KernelContext context)
    {
        ForestHandle handle = Handle(context, 0);
        KernelContext.Require(context.Input(1) is { IsString: true, Count: 1 }, $"the path must be a scalar, got {context.Input(1)}");
        string folder = Encoding.UTF8.GetString(context.Input(1).Strings[0].Span);
        handle.Model ??= ForestModel.Read(new ForestFiles(context.Resources, folder, context.Attributes.String("file_prefix", "")));
    }

    private static ForestModel Model(KernelContext context) =>
        Handle(context, FeatureInputs).Model ?? throw KernelContext.Refuse("the model of TensorFlow Decision Forests is not loaded");

    private static void Predict(KernelContext context)
    {
        ForestModel model = Model(context);
        int width = model.Names.Count;
        long wanted = context.Attributes.Int("dense_output_dim", 1);
        KernelContext.Require(wanted == width, $"the forest has {width} outputs, the op wants {wanted}");
        var batch = new ForestBatch(context, model.Trees.Columns);
        Span<float> output = context.Allocate(0, DType.Float32, [batch.Count, width]).Values<float>();
        for (int row = 0; row < batch.Count; row++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            model.Predict(batch, row, output.Slice(row * width, width));
        }

        Span<ReadOnlyMemory<byte>> names = context.Allocate(1, DType.String, [width]).Strings;
        for (int i = 0; i < width; i++)
        {
            names[i] = Encoding.UTF8.GetBytes(model.Names[i]);
        }
    }

    private static void Leaves(KernelContext context)
    {
        Forest forest = Model(context).Trees;
        var batch = new ForestBatch(context, forest.Columns);
        Span<int> output = context.Allocate(0, DType.Int32, [batch.Count, forest.Count]).Values<int>();
        for (int row = 0; row < batch.Count; row++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            for (int tree = 0; tree < forest.Count; tree++)
            {
                output[(row * forest.Count) + tree] = forest.Leaf(tree, batch, row).Slot;
            }
        }
    }
}
