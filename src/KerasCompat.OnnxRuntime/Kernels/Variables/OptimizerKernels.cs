using KerasCompat.Onnx.Graph;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.OnnxRuntime.State;

namespace KerasCompat.OnnxRuntime.Kernels.Variables;

/// <summary>
/// One step of an optimizer (tensorflow/core/ops/training_ops.cc): a variable and its slots are changed by a gradient, or rows of them by the rows of one.
/// Computed in double precision and rounded to the variable's type.
/// </summary>
internal static class OptimizerKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        foreach ((string optimizer, OptimizerRule rule) in OptimizerRules.All)
        {
            int variables = Optimizers.References[optimizer];
            table.Add("ResourceApply" + optimizer, context => Apply(context, variables, rule));
            if (rule.HasSparseForm)
            {
                table.Add("ResourceSparseApply" + optimizer, context => SparseApply(context, variables, rule));
            }
        }
    }

    private static void Apply(KernelContext context, int variables, OptimizerRule rule)
    {
        int gradientAt = variables + rule.GradientAt;
        HostTensor gradient = context.Input(gradientAt);
        var step = new Step(context, variables, rule, [gradientAt]);
        step.Require(gradient.Shape, gradient);
        double[] values = Numbers.ToDoubles(gradient);
        for (int i = 0; i < values.Length; i++)
        {
            step.Update(i, values[i]);
        }

        step.Finish();
    }

    /// <summary>The rows at the given positions, in their order: a row that is named twice is changed twice.</summary>
    private static void SparseApply(KernelContext context, int variables, OptimizerRule rule)
    {
        int gradientAt = variables + rule.GradientAt;
        HostTensor gradient = context.Input(gradientAt), indices = context.Input(gradientAt + 1);
        var step = new Step(context, variables, rule, [gradientAt, gradientAt + 1]);
        ReadOnlySpan<nint> shape = step.Shape;
        KernelContext.Require(indices.Rank == 1 && shape.Length > 0, $"indices must be one-dimensional, got {indices}");
        step.Require([indices.Count, .. shape[1..]], gradient, rows: true);
        int size = KernelShapes.Count(shape[1..]);
        double[] values = Numbers.ToDoubles(gradient);
        for (int i = 0; i < indices.Count; i++)
        {
            long row = KernelContext.IntegerAt(indices, i);
            KernelContext.Require(row >= 0 && row < shape[0], $"Index {row} at offset {i} in indices is out of range");
            for (int j = 0; j < size; j++)
            {
                step.Update(((int)row * size) + j, values[(i * size) + j]);
            }
        }

        step.Finish();
    }

    /// <summary>The variables as numbers, changed one element after another.</summary>
    private sealed class Step
    {
        private readonly Variable[] _variables;
        private readonly double[][] _values;
        private readonly double[] _parameters;
        private readonly double[] _element;
        private readonly OptimizerRule _rule;
        private readonly bool _option;

        public Step(KernelContext context, int variables, OptimizerRule rule, int[] others)
        {
            _rule = rule;
            _option = rule.Option.Length > 0 && context.Attributes.Bool(rule.Option, rule.OptionDefault);
            _variables = new Variable[variables];
            _values = new double[variables][];
            _element = new double[variables];
            for (int i = 0; i < variables; i++)
            {
                _variables[i] = VariableKernels.VariableOf(context, i);
                HostTensor value = _variables[i].Value;
                KernelContext.Require(Numbers.IsFloat(value.DType), $"variable '{_variables[i].Name}' is {value}, an optimizer changes floating-point numbers");
                KernelContext.Require(value.Shape.SequenceEqual(_variables[0].Value.Shape), $"var and slot do not have the same shape: {_variables[0].Value}, {value}");
                _values[i] = Numbers.ToDoubles(value);
            }

            _parameters = [.. Enumerable.Range(variables, context.InputCount - variables).Except(others).Select(i => Numbers.Scalar(context, i))];
            KernelContext.Require(_parameters.Length == rule.Parameters, $"{context.Node.Op} takes {rule.Parameters} parameters, got {_parameters.Length}");
        }

        public ReadOnlySpan<nint> Shape => _variables[0].Value.Shape;

        public void Require(ReadOnlySpan<nint> expected, HostTensor gradient, bool rows = false) => KernelContext.Require(
            gradient.Shape.SequenceEqual(expected) && (rows || Shape.SequenceEqual(expected)),
            $"var and grad do not have the same shape: {_variables[0].Value}, {gradient}");

        public void Update(int position, double gradient)
        {
            for (int i = 0; i < _element.Length; i++)
            {
                _element[i] = _values[i][position];
            }

            _rule.Update(_element, gradient, _parameters, _option);
            for (int i = 0; i < _element.Length; i++)
            {
                _values[i][position] = _element[i];
            }
        }

        public void Finish()
        {
            for (int i = 0; i < _variables.Length; i++)
            {
                HostTensor result = HostTensor.Allocate(_variables[i].Value.DType, _variables[i].Value.Shape);
                Numbers.Write(result, _values[i]);
                _variables[i].Assign(result);
            }
        }
    }
}
