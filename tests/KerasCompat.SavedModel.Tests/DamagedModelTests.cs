using FsCheck;
using FsCheck.Xunit;
using KerasCompat.SavedModel.Checkpoints;
using KerasCompat.SavedModel.Checkpoints.Table;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.SavedModel.Tests;

/// <summary>A model is untrusted input: whatever its bytes are, it is read or refused as badly formed, and nothing else happens.</summary>
public class DamagedModelTests
{
    private const int Runs = 200;

    private static readonly byte[] Model = File.ReadAllBytes(TestModel.Folder("keras2/awkward_names/saved_model.pb"));
    private static readonly byte[] Metadata = File.ReadAllBytes(TestModel.Folder("keras2/awkward_names/keras_metadata.pb"));
    private static readonly byte[] Index = File.ReadAllBytes(TestModel.Folder("keras2/label_image/variables/variables.index"));
    private static readonly byte[] Data = File.ReadAllBytes(TestModel.Folder("keras2/label_image/variables/variables.data-00000-of-00001"));

    [Property(MaxTest = Runs)]
    public void Any_bytes_as_a_model(byte[] bytes) => ReadsOrRefuses(bytes);

    [Property(MaxTest = Runs)]
    public void Any_bytes_after_the_start_of_a_model(byte[] bytes) => ReadsOrRefuses([0x08, 0x01, 0x12, .. bytes]);

    [Property(MaxTest = Runs)]
    public void A_model_cut_anywhere(PositiveInt length) => ReadsOrRefuses(Model[..(length.Get * 7919 % Model.Length)]);

    [Property(MaxTest = Runs)]
    public void A_model_with_bytes_changed(Tuple<PositiveInt, byte>[] changes) => ReadsOrRefuses(Changed(Model, changes));

    [Property(MaxTest = Runs)]
    public void Keras_metadata_with_bytes_changed(Tuple<PositiveInt, byte>[] changes)
    {
        using var folder = new TemporaryFolder();
        folder.Write("saved_model.pb", Model);
        folder.Write("keras_metadata.pb", Changed(Metadata, changes));

        OnlyFormatErrors(() => SavedModelReader.Read(folder.Path));
    }

    [Property(MaxTest = Runs)]
    public void A_checkpoint_index_with_bytes_changed(Tuple<PositiveInt, byte>[] changes) => OpensOrRefuses(Changed(Index, changes), Data);

    [Property(MaxTest = Runs)]
    public void A_checkpoint_index_cut_anywhere(PositiveInt length) => OpensOrRefuses(Index[..(length.Get % Index.Length)], Data);

    [Property(MaxTest = Runs)]
    public void Weights_with_bytes_changed(Tuple<PositiveInt, byte>[] changes) => OpensOrRefuses(Index, Changed(Data, changes));

    [Property(MaxTest = Runs)]
    public void Any_bytes_as_a_block_of_a_checkpoint_index(byte[] bytes) =>
        OnlyFormatErrors(() => BlockReader.Read("variables.index", bytes, (_, _) => { }));

    [Property(MaxTest = Runs)]
    public void Any_bytes_as_an_entry_of_a_checkpoint_index(NonEmptyArray<byte> key, byte[] entry)
    {
        var writer = new CheckpointWriter();
        writer.AddRaw(key.Get, entry);
        using var folder = new TemporaryFolder();
        writer.Write(folder);

        OnlyFormatErrors(() =>
        {
            using Checkpoint? checkpoint = Checkpoint.Open(folder.Path);
            checkpoint!.VerifyChecksums(null, TestContext.Current.CancellationToken);
        });
    }

    private static byte[] Changed(byte[] bytes, Tuple<PositiveInt, byte>[] changes)
    {
        byte[] changed = [.. bytes];
        foreach ((PositiveInt at, byte value) in changes)
        {
            changed[at.Get * 7919 % changed.Length] = value;
        }

        return changed;
    }

    private static void ReadsOrRefuses(byte[] model)
    {
        using var folder = new TemporaryFolder();
        folder.Write("saved_model.pb", model);

        OnlyFormatErrors(() => ContractFactory.Create(SavedModelReader.Read(folder.Path)));
        OnlyFormatErrors(() => SavedModelGraph.Load(folder.Path));
    }

    private static void OpensOrRefuses(byte[] index, byte[] data)
    {
        using var folder = new TemporaryFolder();
        folder.Write("variables/variables.index", index);
        folder.Write("variables/variables.data-00000-of-00001", data);

        OnlyFormatErrors(() =>
        {
            using Checkpoint? checkpoint = Checkpoint.Open(folder.Path);
            checkpoint!.VerifyChecksums(null, TestContext.Current.CancellationToken);
        });
    }

    private static void OnlyFormatErrors(Action read)
    {
        Exception? exception = Record.Exception(read);

        Assert.True(exception is null or ModelFormatException, exception?.ToString());
    }
}
