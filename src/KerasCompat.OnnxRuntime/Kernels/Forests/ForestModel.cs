using System.Globalization;
using KerasCompat.OnnxRuntime.Kernels.Forests.Protos;

namespace KerasCompat.OnnxRuntime.Kernels.Forests;

/// <summary>A model of decision trees that was made with Yggdrasil, the library below TensorFlow Decision Forests.</summary>
/// <param name="forest">Its trees.</param>
/// <param name="names">What its outputs are of.</param>
internal abstract class ForestModel(Forest forest, string[] names)
{
    private protected const int Classification = 1;
    private protected const int Regression = 2;
    private protected const int Ranking = 3;

    /// <summary>More classes than any model has.</summary>
    private const int MostClasses = 1 << 20;

    /// <summary>Its trees.</summary>
    public Forest Trees => forest;

    /// <summary>What its outputs are of: the classes, or nothing for a value.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Reads a model.</summary>
    /// <exception cref="KernelException">It is damaged, or of a kind that is not supported.</exception>
    public static ForestModel Read(ForestFiles files)
    {
        AbstractModel header = files.Read("header.pb", new AbstractModel());
        DataSpecification spec = files.Read("data_spec.pb", new DataSpecification());
        var columns = new ForestColumns(header, spec);
        string[] names = header.Task == Classification ? Classes(header, spec) : [""];
        return header.Name switch
        {
            "RANDOM_FOREST" => RandomForest.Read(files, header, columns, names),
            "GRADIENT_BOOSTED_TREES" => GradientBoostedTrees.Read(files, header, columns, names),
            _ => throw KernelContext.Refuse($"a model of the kind {header.Name} of TensorFlow Decision Forests is not supported"),
        };
    }

    /// <summary>What the model says of an example.</summary>
    /// <param name="batch">The examples.</param>
    /// <param name="row">Which of them.</param>
    /// <param name="output">A value for each of <see cref="Names"/>.</param>
    public abstract void Predict(in ForestBatch batch, int row, Span<float> output);

    /// <summary>The names of the classes, without the first, which stands for those that are not known.</summary>
    private static string[] Classes(AbstractModel header, DataSpecification data)
    {
        KernelContext.Require((uint)header.LabelColIdx < (uint)data.Columns.Count, $"the forest has no column {header.LabelColIdx}");
        Column label = data.Columns[header.LabelColIdx];
        CategoricalSpec spec = label.Categorical ?? new CategoricalSpec();
        int count = ForestColumns.Categories(label) - 1;
        KernelContext.Require(count is > 0 and <= MostClasses, $"the forest has {count} classes");
        var names = new string[count];
        for (int i = 0; i < count; i++)
        {
            names[i] = spec.IsAlreadyIntegerized ? (i + 1).ToString(CultureInfo.InvariantCulture) : "";
        }

        foreach ((string name, long index) in spec.Items)
        {
            if (index > 0 && index <= count && !spec.IsAlreadyIntegerized)
            {
                names[index - 1] = name;
            }
        }

        return names;
    }
}
