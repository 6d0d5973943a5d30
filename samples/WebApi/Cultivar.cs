namespace WebApi;

/// <summary>The answer to a request: the most probable cultivar, and the probabilities of all.</summary>
internal sealed record Cultivar(int Number, float[] Probabilities);
