using System.Numerics.Tensors;
using Digits;

var digits = HandwrittenDigits.Read(Path.Combine(AppContext.BaseDirectory, "digits.data.json"));
int count = digits.Answers.Length;

// All images in one call.
using var model = DigitsModel.Load();
Tensor<float> probabilities = model.Predict(image: digits.Images).Probabilities;
int[] guesses = [.. Enumerable.Range(0, count).Select(image => MostProbable(probabilities, image))];
int right = guesses.Zip(digits.Answers).Count(pair => pair.First == pair.Second);
Console.WriteLine($"{right} of {count} digits recognized");

int wrong = Enumerable.Range(0, count).First(image => guesses[image] != digits.Answers[image]);
Console.WriteLine($"\nThis {digits.Answers[wrong]} was taken for a {guesses[wrong]}:\n");
foreach (string row in digits.Draw(wrong))
{
    Console.WriteLine(row);
}

// Two images, each an input of its own.
using var pairs = SameDigitModel.Load();
int same = Enumerable.Range(1, count - 1).First(image => digits.Answers[image] == digits.Answers[0]);
int other = Enumerable.Range(1, count - 1).First(image => digits.Answers[image] != digits.Answers[0]);
Console.WriteLine($"\nThe same digit? {Percent(same)} of {digits.Answers[0]} and {digits.Answers[same]}, "
    + $"{Percent(other)} of {digits.Answers[0]} and {digits.Answers[other]}");

string Percent(int image) => $"{pairs.Predict(left: digits.Image(0), right: digits.Image(image)).Same[0]:P0}";

static int MostProbable(Tensor<float> probabilities, int image) =>
    Enumerable.Range(0, 10).MaxBy(digit => probabilities[image, digit]);
