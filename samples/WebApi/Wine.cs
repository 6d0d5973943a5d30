namespace WebApi;

/// <summary>What was measured of a wine: the body of a request.</summary>
internal sealed record Wine(
    float Alcohol,
    float MalicAcid,
    float Ash,
    float AlcalinityOfAsh,
    float Magnesium,
    float TotalPhenols,
    float Flavanoids,
    float NonflavanoidPhenols,
    float Proanthocyanins,
    float ColorIntensity,
    float Hue,
    float Od280Od315OfDilutedWines,
    float Proline)
{
    /// <summary>The cultivar of the wine, and how probable each is.</summary>
    public Cultivar Classify(IWineModel model)
    {
        var result = model.Predict(
            alcohol: One(Alcohol),
            malicAcid: One(MalicAcid),
            ash: One(Ash),
            alcalinityOfAsh: One(AlcalinityOfAsh),
            magnesium: One(Magnesium),
            totalPhenols: One(TotalPhenols),
            flavanoids: One(Flavanoids),
            nonflavanoidPhenols: One(NonflavanoidPhenols),
            proanthocyanins: One(Proanthocyanins),
            colorIntensity: One(ColorIntensity),
            hue: One(Hue),
            od280Od315OfDilutedWines: One(Od280Od315OfDilutedWines),
            proline: One(Proline));

        float[] probabilities = [.. result.Cultivar];
        return new Cultivar(Array.IndexOf(probabilities, probabilities.Max()), probabilities);
    }

    private static float[] One(float value) => [value];
}
