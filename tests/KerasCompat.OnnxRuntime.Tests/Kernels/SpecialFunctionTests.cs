using KerasCompat.OnnxRuntime.Kernels.Mathematics;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

/// <summary>Expected values are closed forms, or those tabulated by Abramowitz and Stegun.</summary>
public sealed class SpecialFunctionTests
{
    [Fact]
    public void Logarithms_of_gamma_are_those_of_its_absolute_value()
    {
        Assert.Equal(Math.Log(24), SpecialFunctions.LogGamma(5), 1e-12);
        Assert.Equal(Math.Log(2 * Math.Sqrt(Math.PI)), SpecialFunctions.LogGamma(-0.5), 1e-12);
        Assert.Equal(double.PositiveInfinity, SpecialFunctions.LogGamma(-2));
    }

    [Fact]
    public void Digamma_and_its_derivatives_have_their_closed_forms()
    {
        const double EulerGamma = 0.57721566490153286;
        Assert.Equal(-EulerGamma, SpecialFunctions.Digamma(1), 1e-12);
        Assert.Equal(double.NaN, SpecialFunctions.Digamma(0));
        Assert.Equal(Math.PI * Math.PI / 6, SpecialFunctions.Polygamma(1, 1), 1e-12);
        Assert.Equal(-2 * 1.2020569031595943, SpecialFunctions.Polygamma(2, 1), 1e-11);
        Assert.Equal(Math.PI * Math.PI / 2, SpecialFunctions.Polygamma(1, 0.5), 1e-11);
    }

    [Fact]
    public void Zeta_is_that_of_Hurwitz()
    {
        Assert.Equal(Math.PI * Math.PI / 6, SpecialFunctions.Zeta(2, 1), 1e-12);
        Assert.Equal(Math.PI * Math.PI * Math.PI * Math.PI / 90, SpecialFunctions.Zeta(4, 1), 1e-12);
        Assert.Equal((Math.PI * Math.PI / 6) - 1.25, SpecialFunctions.Zeta(2, 3), 1e-12);
        Assert.Equal(double.PositiveInfinity, SpecialFunctions.Zeta(1, 2));
    }

    [Fact]
    public void Incomplete_functions_are_regularized()
    {
        Assert.Equal(1 - Math.Exp(-2), SpecialFunctions.GammaLower(1, 2), 1e-12);
        Assert.Equal(Math.Exp(-2), SpecialFunctions.GammaUpper(1, 2), 1e-12);
        Assert.Equal(0.5, SpecialFunctions.BetaRegularized(2, 2, 0.5), 1e-12);
        Assert.Equal(double.NaN, SpecialFunctions.GammaLower(-1, 2));
    }

    [Fact]
    public void Bessel_functions_do_not_overflow_when_scaled()
    {
        Assert.Equal(1.2660658777520084, SpecialFunctions.BesselI0(1), 1e-7);
        Assert.Equal(0.5651591039924851, SpecialFunctions.BesselI1(1), 1e-7);
        Assert.Equal(1 / Math.Sqrt(2 * Math.PI * 1e4), SpecialFunctions.BesselI0Scaled(1e4), 1e-6);
        Assert.Equal(-SpecialFunctions.BesselI1Scaled(3), SpecialFunctions.BesselI1Scaled(-3));
    }

    [Fact]
    public void Quantiles_of_small_probabilities_keep_their_digits()
    {
        Assert.Equal(0, SpecialFunctions.NormalQuantile(0.5), 1e-12);
        Assert.Equal(-6.3613409024040557, SpecialFunctions.NormalQuantile(1e-10), 1e-8);
        Assert.Equal(double.NegativeInfinity, SpecialFunctions.NormalQuantile(0));
    }
}
