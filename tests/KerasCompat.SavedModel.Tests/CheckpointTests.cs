using KerasCompat.Contracts;
using KerasCompat.SavedModel.Checkpoints;

namespace KerasCompat.SavedModel.Tests;

public class CheckpointTests
{
    private const string Kernel = "layer_with_weights-0/kernel/.ATTRIBUTES/VARIABLE_VALUE";

    /// <summary>The models that have weights; one whose signatures need none may have been saved without.</summary>
    public static TheoryData<string> Models { get; } =
        [.. TestModel.All.Select(row => row.Data).Where(model => Directory.Exists(TestModel.Folder(model) + "/variables"))];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_variable_of_every_model_has_its_checksum(string model)
    {
        using Checkpoint checkpoint = Open(model);

        checkpoint.VerifyChecksums(null, TestContext.Current.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_variable_of_every_model_reads_as_many_bytes_as_its_shape_needs(string model)
    {
        using Checkpoint checkpoint = Open(model);

        Assert.NotEmpty(checkpoint.Keys);
        foreach (string key in checkpoint.Keys)
        {
            CheckpointTensor tensor = checkpoint.Get(key);
            if (tensor.DType == DType.String)
            {
                Assert.Equal(tensor.ElementCount, tensor.ReadStrings().Count);
            }
            else
            {
                Assert.Equal(tensor.ElementCount * tensor.DType.Size(), tensor.Bytes.Length);
            }
        }
    }

    [Fact]
    public void A_variable_lies_in_its_data_file_where_it_says()
    {
        using Checkpoint checkpoint = Open("keras2/label_image");

        CheckpointTensor kernel = checkpoint.Get(Kernel);

        Assert.Equal((DType.Float32, true), (kernel.DType, kernel.IsMapped));
        Assert.Equal([12, 16], kernel.Shape);
        byte[] file = File.ReadAllBytes(Path.Combine(checkpoint.Folder, kernel.ShardFile!));
        Assert.True(kernel.Bytes.SequenceEqual(file.AsSpan((int)kernel.Offset, (int)kernel.Length)));
    }

    [Fact]
    public void The_object_graph_is_a_variable_of_one_string()
    {
        using Checkpoint checkpoint = Open("keras2/label_image");

        Assert.NotEmpty(Assert.Single(checkpoint.Get("_CHECKPOINTABLE_OBJECT_GRAPH").ReadStrings()).ToArray());
    }

    [Fact]
    public void A_variable_that_is_not_there_is_named()
    {
        using Checkpoint checkpoint = Open("keras2/label_image");

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => checkpoint.Get("no/such/variable"));

        Assert.Contains("'no/such/variable'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_weights_has_no_checkpoint() => Assert.Null(Checkpoint.Open(TestModel.Folder("wrong/no_variables")));

    [Fact]
    public void A_weight_is_read_again_by_its_place()
    {
        using Checkpoint checkpoint = Open("keras2/label_image");
        CheckpointTensor kernel = checkpoint.Get(Kernel);

        ReadOnlyMemory<byte> bytes = checkpoint.ReadBytes(kernel.ShardFile!, kernel.Offset, (int)kernel.Length);

        Assert.True(kernel.Bytes.SequenceEqual(bytes.Span));
        Assert.True(kernel.ToConstant().Bytes.Span.SequenceEqual(bytes.Span));
    }

    [Fact]
    public void Weights_that_are_too_short_are_refused_when_they_are_opened()
    {
        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => Checkpoint.Open(TestModel.Folder("wrong/short_weights")));

        Assert.Contains("but the file is", exception.Problem, StringComparison.Ordinal);
        Assert.EndsWith("variables.data-00000-of-00001", exception.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_weight_is_found_by_its_checksum()
    {
        using Checkpoint checkpoint = Open("wrong/flipped_weight");

        ModelFormatException exception = Assert.Throws<ModelFormatException>(
            () => checkpoint.VerifyChecksums(null, TestContext.Current.CancellationToken));

        Assert.Contains("checksum", exception.Problem, StringComparison.Ordinal);
        Assert.StartsWith("variable '", exception.Place, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_ends_at_the_bytes_of_all_variables()
    {
        using Checkpoint checkpoint = Open("keras2/label_image");
        var progress = new LastReport();

        checkpoint.VerifyChecksums(progress, TestContext.Current.CancellationToken);

        Assert.Equal(checkpoint.Keys.Sum(key => checkpoint.Get(key).Length), progress.Value);
    }

    [Fact]
    public void Verifying_stops_when_it_is_cancelled()
    {
        using Checkpoint checkpoint = Open("keras2/label_image");

        Assert.Throws<OperationCanceledException>(() => checkpoint.VerifyChecksums(null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_checkpoint_that_was_disposed_gives_no_bytes()
    {
        Checkpoint checkpoint = Open("keras2/label_image");
        CheckpointTensor kernel = checkpoint.Get(Kernel);

        checkpoint.Dispose();

        Assert.Throws<ObjectDisposedException>(() => kernel.Bytes.Length);
    }

    private static Checkpoint Open(string model) => Checkpoint.Open(TestModel.Folder(model))!;

    private sealed class LastReport : IProgress<long>
    {
        public long Value { get; private set; }

        public void Report(long value) => Value = value;
    }
}
