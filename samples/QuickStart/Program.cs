using System.Numerics.Tensors;
using QuickStart;

using var model = LabelImageModel.Load();

// One image and its label. The model also takes many at once; the batch dimension may be left out for one.
float[] image = [1.6875f, -0.46875f, 0.03125f, 0.40625f, -0.78125f, 0f, -0f, -1.75f, 1.015625f, 0.59375f];
float[] label = [-0.625f, -0.171875f];
var result = model.Predict(imageInput: image, labelInput: label);
Console.WriteLine($"one image     {result.Score[0]:F6}");

// Three images and their labels, row by row.
float[] images =
[
    0.5f, -0.265625f, -0.25f, -1.453125f, 0.546875f, 0.125f, 0.28125f, -1.53125f, 1.65625f, 0.15625f,
    -0.390625f, 2.03125f, -0.046875f, -1.453125f, -0.40625f, -2.28125f, 1.046875f, -0.421875f, -0.75f, 1.078125f,
    -1.65625f, 0.53125f, -2.0625f, -0.65625f, -1.203125f, 1.46875f, 1.765625f, -0.328125f, 0.84375f, -0.1875f,
];
float[] labels = [0.5625f, -0.75f, -1.703125f, -1.796875f, 0.390625f, 2.25f];
var results = model.Predict(
    imageInput: new ReadOnlyTensorSpan<float>(images, [3, 10]),
    labelInput: new ReadOnlyTensorSpan<float>(labels, [3, 2]));
Console.WriteLine($"three images  {results.Score[0, 0]:F6}, {results.Score[1, 0]:F6}, {results.Score[2, 0]:F6}");
