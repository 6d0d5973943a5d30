using Diabetes;

using var model = DiabetesModel.Load();

// Ten inputs of one number each: only their names tell them apart.
var result = model.Predict(
    age: One(54), sex: One(2), bmi: One(36.1f), bp: One(115),
    s1: One(163), s2: One(98.4f), s3: One(43), s4: One(4), s5: One(4.6821f), s6: One(101));
Console.WriteLine($"progression after a year: {result.Progression[0]:F1}");

static float[] One(float value) => [value];
