namespace KerasCompat.OnnxRuntime.Kernels.Variables;

/// <summary>The optimizers' rules (tensorflow/core/kernels/training_ops.cc; inputs in the order of tensorflow/core/ops/training_ops.cc).</summary>
internal static class OptimizerRules
{
    private const string Nesterov = "use_nesterov";
    private const string UpdateSlots = "update_slots";
    private const string LinearByRate = "multiply_linear_by_lr";

    public static IReadOnlyDictionary<string, OptimizerRule> All { get; } = new Dictionary<string, OptimizerRule>(StringComparer.Ordinal)
    {
        ["GradientDescent"] = new(1, 1, static (x, g, p, _) => x[0] -= g * p[0], HasSparseForm: false),
        ["ProximalGradientDescent"] = new(3, 3, static (x, g, p, _) => x[0] = Proximal(x[0] - (g * p[0]), p[0], p[1], p[2])),
        ["Momentum"] = new(2, 1, Momentum, Nesterov),
        ["KerasMomentum"] = new(2, 1, KerasMomentum, Nesterov),
        ["Adagrad"] = new(1, 1, static (x, g, p, update) => Adagrad(x, g, p[0], 0, update), UpdateSlots, OptionDefault: true),
        ["AdagradV2"] = new(2, 2, static (x, g, p, update) => Adagrad(x, g, p[0], p[1], update), UpdateSlots, OptionDefault: true),
        ["ProximalAdagrad"] = new(3, 3, ProximalAdagrad),
        ["AdagradDA"] = new(4, 0, AdagradDual),
        ["Adadelta"] = new(3, 3, Adadelta),
        ["Adam"] = new(6, 6, Adam, Nesterov, HasSparseForm: false),
        ["AdamWithAmsgrad"] = new(6, 6, AdamWithAmsgrad, HasSparseForm: false),
        ["AdaMax"] = new(5, 5, AdaMax, HasSparseForm: false),
        ["RMSProp"] = new(4, 4, RmsProp),
        ["CenteredRMSProp"] = new(4, 4, CenteredRmsProp),
        ["Ftrl"] = new(4, 0, static (x, g, p, byRate) => Ftrl(x, g, p[0], p[1], p[2], 0, p[3], byRate), LinearByRate),
        ["FtrlV2"] = new(5, 0, static (x, g, p, byRate) => Ftrl(x, g, p[0], p[1], p[2], p[3], p[4], byRate), LinearByRate),
        ["AddSign"] = new(4, 4, AddSign, HasSparseForm: false),
        ["PowerSign"] = new(4, 4, PowerSign, HasSparseForm: false),
    };

    /// <summary>Slots: accumulator. Parameters: learning rate, momentum.</summary>
    private static void Momentum(Span<double> x, double g, ReadOnlySpan<double> p, bool nesterov)
    {
        x[1] = (x[1] * p[1]) + g;
        x[0] -= nesterov ? (g * p[0]) + (x[1] * p[1] * p[0]) : x[1] * p[0];
    }

    private static void KerasMomentum(Span<double> x, double g, ReadOnlySpan<double> p, bool nesterov)
    {
        x[1] = (x[1] * p[1]) - (g * p[0]);
        x[0] += nesterov ? (x[1] * p[1]) - (g * p[0]) : x[1];
    }

    /// <summary>Slots: accumulator.</summary>
    private static void Adagrad(Span<double> x, double g, double rate, double epsilon, bool update)
    {
        x[1] += update ? g * g : 0;
        x[0] -= g * rate / (Math.Sqrt(x[1]) + epsilon);
    }

    /// <summary>Slots: accumulator. Parameters: learning rate, l1, l2.</summary>
    private static void ProximalAdagrad(Span<double> x, double g, ReadOnlySpan<double> p, bool option)
    {
        x[1] += g * g;
        double rate = p[0] / Math.Sqrt(x[1]);
        x[0] = Proximal(x[0] - (g * rate), rate, p[1], p[2]);
    }

    /// <summary>Slots: gradients, squares of gradients. Parameters: learning rate, l1, l2, global step.</summary>
    private static void AdagradDual(Span<double> x, double g, ReadOnlySpan<double> p, bool option)
    {
        x[1] += g;
        x[2] += g * g;
        double sum = p[1] > 0 ? Sign(x[1]) * Math.Max(Math.Abs(x[1]) - (p[3] * p[1]), 0) : x[1];
        x[0] = -p[0] * sum / ((p[2] * p[3] * p[0]) + Math.Sqrt(x[2]));
    }

    /// <summary>Slots: squares of gradients, squares of updates. Parameters: learning rate, rho, epsilon.</summary>
    private static void Adadelta(Span<double> x, double g, ReadOnlySpan<double> p, bool option)
    {
        x[1] = (x[1] * p[1]) + (g * g * (1 - p[1]));
        double update = Math.Sqrt(x[2] + p[2]) / Math.Sqrt(x[1] + p[2]) * g;
        x[0] -= update * p[0];
        x[2] = (x[2] * p[1]) + (update * update * (1 - p[1]));
    }

    /// <summary>Slots: m, v. Parameters: beta1 and beta2 to the power of the step, learning rate, beta1, beta2, epsilon.</summary>
    private static void Adam(Span<double> x, double g, ReadOnlySpan<double> p, bool nesterov)
    {
        double rate = p[2] * Math.Sqrt(1 - p[1]) / (1 - p[0]);
        x[1] += (g - x[1]) * (1 - p[3]);
        x[2] += ((g * g) - x[2]) * (1 - p[4]);
        x[0] -= (nesterov ? (g * (1 - p[3])) + (p[3] * x[1]) : x[1]) * rate / (Math.Sqrt(x[2]) + p[5]);
    }

    /// <summary>Slots: m, v, the largest v.</summary>
    private static void AdamWithAmsgrad(Span<double> x, double g, ReadOnlySpan<double> p, bool option)
    {
        double rate = p[2] * Math.Sqrt(1 - p[1]) / (1 - p[0]);
        x[1] += (g - x[1]) * (1 - p[3]);
        x[2] += ((g * g) - x[2]) * (1 - p[4]);
        x[3] = Math.Max(x[3], x[2]);
        x[0] -= x[1] * rate / (Math.Sqrt(x[3]) + p[5]);
    }

    /// <summary>Slots: m, v. Parameters: beta1 to the power of the step, learning rate, beta1, beta2, epsilon.</summary>
    private static void AdaMax(Span<double> x, double g, ReadOnlySpan<double> p, bool option)
    {
        x[1] += (g - x[1]) * (1 - p[2]);
        x[2] = Math.Max(p[3] * x[2], Math.Abs(g));
        x[0] -= p[1] / (1 - p[0]) * (x[1] / (x[2] + p[4]));
    }

    /// <summary>Slots: mean of squares, momentum. Parameters: learning rate, rho, momentum, epsilon.</summary>
    private static void RmsProp(Span<double> x, double g, ReadOnlySpan<double> p, bool option)
    {
        x[1] += ((g * g) - x[1]) * (1 - p[1]);
        x[2] = (x[2] * p[2]) + (g * p[0] / Math.Sqrt(x[1] + p[3]));
        x[0] -= x[2];
    }

    /// <summary>Slots: mean of gradients, mean of squares, momentum.</summary>
    private static void CenteredRmsProp(Span<double> x, double g, ReadOnlySpan<double> p, bool option)
    {
        x[2] += ((g * g) - x[2]) * (1 - p[1]);
        x[1] += (g - x[1]) * (1 - p[1]);
        x[3] = (x[3] * p[2]) + (g * p[0] / Math.Sqrt(x[2] - (x[1] * x[1]) + p[3]));
        x[0] -= x[3];
    }

    /// <summary>Slots: squares of gradients, linear term.</summary>
    private static void Ftrl(Span<double> x, double g, double rate, double l1, double l2, double shrinkage, double power, bool byRate)
    {
        double scale = byRate ? 1 : rate, strength = byRate ? rate : 1;
        double squares = x[1] + (g * g), root = Math.Pow(squares, -power);
        x[2] += ((g + (2 * shrinkage * x[0])) * strength) - ((root - Math.Pow(x[1], -power)) / scale * x[0]);
        double threshold = l1 * strength;
        x[0] = Math.Abs(x[2]) > threshold ? ((threshold * Sign(x[2])) - x[2]) / ((root / scale) + (2 * l2 * strength)) : 0;
        x[1] = squares;
    }

    /// <summary>Slots: m. Parameters: learning rate, alpha, decay of the sign, beta.</summary>
    private static void AddSign(Span<double> x, double g, ReadOnlySpan<double> p, bool option)
    {
        x[1] = (x[1] * p[3]) + (g * (1 - p[3]));
        x[0] -= p[0] * (p[1] + (p[2] * Sign(g) * Sign(x[1]))) * g;
    }

    /// <summary>Slots: m. Parameters: learning rate, logarithm of the base, decay of the sign, beta.</summary>
    private static void PowerSign(Span<double> x, double g, ReadOnlySpan<double> p, bool option)
    {
        x[1] = (x[1] * p[3]) + (g * (1 - p[3]));
        x[0] -= p[0] * Math.Exp(p[1] * p[2] * Sign(g) * Sign(x[1])) * g;
    }

    private static double Sign(double x) => x > 0 ? 1 : x < 0 ? -1 : 0;

    private static double Proximal(double x, double rate, double l1, double l2) =>
        (l1 > 0 ? Sign(x) * Math.Max(Math.Abs(x) - (rate * l1), 0) : x) / (1 + (l2 * rate));
}
